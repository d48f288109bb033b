"""What a cell changes in objects that the kernel has: every alias sees it."""

from __future__ import annotations

from ..case import case

CASES = [
    case(
        "a list is appended to", "h = [1]\nalias = h", "h.append(2)", "print(h, alias is h, alias)"
    ),
    case("a dict gets a key", "d = {'a': 1}\nalias = d", "d['b'] = [1]", "print(alias)"),
    case("a set", "s = {1}\nalias = s", "s.add(2)\ns.discard(1)", "print(alias)"),
    case("a bytearray", "b = bytearray(b'ab')\nalias = b", "b.extend(b'c')", "print(alias)"),
    case(
        "a deque",
        "from collections import deque\nq = deque([1], 5)\nalias = q",
        "q.appendleft(0)",
        "print(alias)",
    ),
    case(
        "nested deeply",
        "d = {'m': {'l': [1]}}\ninner = d['m']['l']",
        "d['m']['l'].append(2)",
        "print(inner, inner is d['m']['l'])",
    ),
    case(
        "through a function",
        "def add(v):\n    store.append(v)\nstore = []",
        "add(1)\nadd(2)",
        "print(store)",
    ),
    case("through a parameter", "def fill(t):\n    t['k'] = 1\nd = {}", "fill(d)", "print(d)"),
    case(
        "through a method",
        (
            "class Bag:\n    def __init__(self): self.items = []\n"
            "    def put(self, v): self.items.append(v); return self\nb = Bag()\nitems = b.items"
        ),
        "b.put(1).put(2)",
        "print(b.items, items is b.items)",
    ),
    case("an attribute is added", "class O: pass\no = O()\nalias = o", "o.k = 5", "print(alias.k)"),
    case(
        "an array",
        "import numpy as np\na = np.zeros(4)\nalias = a\nview = a[1:3]",
        "a[1] = 5\na += 1",
        "print(alias, view)",
    ),
    case(
        "an array changed through a view",
        "import numpy as np\na = np.zeros((2, 2))",
        "a[0][:] = 3",
        "print(a)",
    ),
    case(
        "an array that is sorted",
        "import numpy as np\na = np.array([3, 1, 2])\nalias = a",
        "a.sort()",
        "print(alias)",
    ),
    case(
        "an array that is not changed",
        "import numpy as np\na = np.arange(3)",
        "s = int(a.sum())",
        "print(a)",
    ),
    case(
        "a frame gets a column",
        "import pandas as pd\ndf = pd.DataFrame({'a': [1, 2]})\nalias = df",
        "df['b'] = df.a * 2",
        "print(alias, alias is df)",
    ),
    case(
        "a frame's cells",
        "import pandas as pd\ndf = pd.DataFrame({'a': [1, 2]})\nalias = df",
        "df.loc[0, 'a'] = 9",
        "print(alias)",
    ),
    case(
        "a frame in place",
        "import pandas as pd\ndf = pd.DataFrame({'a': [2, 1]})\nalias = df",
        "df.sort_values('a', inplace=True)\ndf.rename(columns={'a': 'z'}, inplace=True)",
        "print(alias)",
    ),
    case(
        "a frame loses rows",
        "import pandas as pd\ndf = pd.DataFrame({'a': [2, 1, 3]})\nalias = df",
        "df.drop(index=1, inplace=True)",
        "print(alias)",
    ),
    case(
        "a series",
        "import pandas as pd\ns = pd.Series([1, 2])\nalias = s",
        "s[0] = 7",
        "print(alias)",
    ),
    case(
        "an estimator is fitted",
        (
            "from sklearn.linear_model import LinearRegression\nimport numpy as np\n"
            "m = LinearRegression()\nalias = m\nX = np.arange(6.0).reshape(3, 2)\n"
            "y = np.array([1.0, 2, 3])"
        ),
        "m.fit(X, y)\n''",
        "print(alias.predict(X).round(6), alias is m)",
    ),
    case(
        "an estimator in a dict",
        (
            "from sklearn.tree import DecisionTreeClassifier\n"
            "ms = {'t': DecisionTreeClassifier(random_state=0)}\nt = ms['t']"
        ),
        "ms['t'].fit([[0], [1]], [0, 1]);",
        "print(t.predict([[1]]), t is ms['t'])",
    ),
    case(
        "a pipeline and its step",
        (
            "from sklearn.pipeline import make_pipeline\n"
            "from sklearn.preprocessing import StandardScaler\n"
            "from sklearn.linear_model import Ridge\n"
            "pipe = make_pipeline(StandardScaler(), Ridge())\nstep = pipe.steps[0][1]"
        ),
        "pipe.fit([[0.0], [1.0]], [0.0, 1.0]);",
        "print(step.mean_, step is pipe.steps[0][1])",
    ),
    case(
        "two names of one object",
        "a = [1]\nb = a",
        "a.append(2)\nb.append(3)",
        "print(a, b, a is b)",
    ),
    case(
        "an alias that the cell does not name",
        "a = [1]\nholder = {'x': a}",
        "a.append(2)",
        "print(holder, holder['x'] is a)",
    ),
    case("rebinding is no change in place", "a = [1]\nb = a", "a = a + [2]", "print(a, b, a is b)"),
    case("changed and rebound", "a = [1]\nb = a", "a.append(2)\na = [9]", "print(a, b)"),
    case(
        "a loop that changes elements",
        "rows = [{'v': 1}, {'v': 2}]\nfirst = rows[0]",
        "for r in rows:\n    r['v'] *= 10",
        "print(rows, first)",
    ),
    case("a list is emptied", "l = [1, 2]\nalias = l", "l.clear()", "print(alias)"),
    case("a list is sorted", "l = [3, 1]\nalias = l", "l.sort()", "print(alias)"),
    case("slices are assigned", "l = [1, 2, 3]\nalias = l", "l[1:] = ['x']", "print(alias)"),
    case(
        "a class attribute that is shared",
        "class R:\n    seen = []\n",
        "R.seen.append(1)\nn = len(R.seen)",
        "print(R.seen)",
    ),
    case("a module's state stays out", "import math", "x = math.tau"),
    case(
        "an object in a ring",
        (
            "class N:\n    def __init__(self): self.other = None\n"
            "a = N(); b = N(); a.other = b; b.other = a"
        ),
        "a.v = 1\nb.v = 2",
        "print(a.other.v, b.other.v, a.other is b)",
    ),
    case(
        "a default dict that grows",
        "from collections import defaultdict\nd = defaultdict(int)\nalias = d",
        "for w in 'abca':\n    d[w] += 1",
        "print(dict(alias))",
    ),
    case(
        "a function's attribute",
        "def f():\n    f.calls = getattr(f, 'calls', 0) + 1\n",
        "f(); f()",
        "print(f.calls)",
    ),
    case(
        "a new view of an array that went",
        "import numpy as np\na = np.arange(6.0)",
        "a += 1\nrows = a.reshape(2, 3)\nback = a[::-1]\nheld = {'last': a[3:]}",
        "a[0] = 9\nrows[1, 0] = 8\nprint(a, rows, back, held)",
        needs=["numpy"],
    ),
    case(
        "a new view of a turned array",
        "import numpy as np\na = np.arange(6.0).reshape(2, 3).T",
        "a *= 2\nrow = a[1]\nsame = a.view('i8')",
        "row[0] = 0\nprint(a, row, same[1, 0])",
        needs=["numpy"],
    ),
]

CASES += [
    case(
        "an element is replaced by another object",
        "class A:\n    def __init__(self, v): self.v = v\nrows = [A(1), A(2)]\nfirst = rows[0]",
        "rows[0] = A(3)",
        "print(first.v, rows[0].v, first is rows[0])",
    ),
    case(
        "a list in a dict is replaced",
        "d = {'a': [1], 'b': [2]}\na = d['a']",
        "d['a'] = [9]",
        "print(a, d, a is d['a'])",
    ),
    case(
        "elements change their places",
        "rows = [[1], [2], [3]]\nfirst, last = rows[0], rows[-1]",
        "rows.sort(reverse=True)\nrows[0].append('there')",
        "print(rows, first, last, rows[0] is last, rows[2] is first)",
    ),
    case(
        "an element is taken out",
        "queue = [['a'], ['b'], ['c']]\na, b, c = queue",
        "queue.pop(0)\nqueue[0].append('first now')",
        "print(queue, a, b, c, queue[0] is b)",
    ),
    case(
        "an attribute is replaced",
        "class Net:\n    def __init__(self): self.w = [0.0]\nn = Net()\nold = n.w",
        "n.w = [w + 1 for w in n.w]",
        "print(n.w, old)",
    ),
    case(
        "two buckets trade what they hold",
        "buckets = {'x': [1], 'y': [2]}\nx, y = buckets['x'], buckets['y']",
        "buckets['x'], buckets['y'] = buckets['y'], buckets['x']\nbuckets['x'].append(3)",
        "print(buckets, x, y, buckets['x'] is y)",
    ),
    case(
        "a list that is linked over thousands of objects",
        "class Node:\n    def __init__(self, value, next=None):\n"
        "        self.value, self.next = value, next\n"
        "head = None\nfor i in range(2000):\n    head = Node(i, head)\nsecond = head.next",
        [
            "node = head\nwhile node:\n    node.value += 1\n    node = node.next",
            "longer = Node(-1, head)",
        ],
        "total, node = 0, longer\nwhile node:\n    total += node.value\n    node = node.next\n"
        "print(total, second.value, head.next is second, longer.next is head)\n"
        # Who compares goes down link by link.
        "del head, second, longer, node",
    ),
]
