"""Python's rarer sides: odd classes, subclassed containers, generators, chains of errors, state."""

from __future__ import annotations

from ..case import case

CASES = [
    case(
        "edge: a subclass of dict with attributes",
        "class Registry(dict):\n    def __init__(self, **kw):\n        super().__init__(**kw)\n"
        "        self.hits = 0\n    def __missing__(self, key):\n        self.hits += 1\n"
        "        return key * 2\nr = Registry(a=1)\nalias = r",
        "found = r['x'] + r['yy']\nr['b'] = found",
        "print(alias, alias.hits, type(alias).__name__, alias is r)",
    ),
    case(
        "edge: a subclass of list",
        "class Stack(list):\n    def push(self, v):\n        self.append(v)\n        self.top = v\n"
        "s = Stack([1])\nalias = s",
        "s.push(5)\nt = Stack(s)",
        "print(alias, alias.top, t, type(t) is Stack)",
    ),
    case(
        "edge: subclasses of numbers and text",
        "class Metres(float):\n    def __add__(self, o): return Metres(float(self) + o)\n"
        "    def __repr__(self): return f'{float(self)} m'\n"
        "class Tag(str):\n    pass\nclass Id(int):\n    pass\nm, t, i = Metres(2), Tag('t'), Id(7)",
        "n = m + 1\nt.note = 'seen'\nj = Id(i + 1)",
        "print(n, t, t.note, j, type(j).__name__, type(n).__name__)",
    ),
    case(
        "edge: subclasses of ordered dict, default dict and deque",
        "from collections import OrderedDict, defaultdict, deque\nclass O(OrderedDict): pass\n"
        "class D(defaultdict): pass\nclass Q(deque): pass\no, d, q = O(a=1), D(list), Q([1], 3)",
        "o['b'] = 2\no.move_to_end('a')\nd['k'].append(1)\nq.extend([2, 3, 4])",
        "print(o, d, q, q.maxlen, d['new'])",
    ),
    case(
        "edge: a chain map and user containers",
        "from collections import ChainMap, UserDict, UserList, UserString\n"
        "base = {'a': 1}\nc = ChainMap({}, base)\n"
        "u, v, w = UserDict(a=1), UserList([1]), UserString('s')",
        "c['b'] = 2\nu['b'] = 2\nv.append(2)\nw2 = w + 't'",
        "print(c, base, u, v, w2, c.maps[1] is base)",
    ),
    case(
        "edge: properties, descriptors and slots that inherit",
        "class Positive:\n    def __set_name__(self, owner, name): self.name = '_' + name\n"
        "    def __get__(self, o, t=None): return self if o is None else getattr(o, self.name)\n"
        "    def __set__(self, o, v):\n        if v < 0: raise ValueError(v)\n"
        "        setattr(o, self.name, v)\n"
        "class Base:\n    __slots__ = ('_a',)\n    a = Positive()\n"
        "class Child(Base):\n    __slots__ = ('b', '__dict__')\nc = Child()\nc.a = 1",
        "c.a = 4\nc.b = 5\nc.other = 6\ntry:\n    c.a = -1\nexcept ValueError as e:\n"
        "    bad = str(e)",
        "print(c.a, c.b, c.other, bad)",
    ),
    case(
        "edge: cached properties and methods",
        "from functools import cached_property\nclass Lazy:\n    made = 0\n    @cached_property\n"
        "    def value(self):\n        self.made += 1\n        return [self.made]\nz = Lazy()",
        "first = z.value\nsecond = z.value",
        "print(first is second, z.value is first, z.made)",
    ),
    case(
        "edge: a dataclass with everything",
        "from dataclasses import dataclass, field, InitVar, replace, asdict\n"
        "from typing import ClassVar\n"
        "@dataclass(order=True)\nclass Run:\n    rate: float\n"
        "    name: str = field(default='r', compare=False)\n"
        "    log: list = field(default_factory=list, repr=False)\n    scale: InitVar[int] = 2\n"
        "    total: ClassVar[int] = 0\n    def __post_init__(self, scale):\n"
        "        self.rate *= scale\n"
        "        Run.total += 1\nr = Run(0.5)",
        "s = replace(r, scale=3)\nboth = sorted([s, r])\nas_dict = asdict(r)\nr.log.append(1)",
        "print(r, s, both[0] is r, Run.total, as_dict, Run(1.0).rate, Run.total)",
    ),
    case(
        "edge: a dataclass with slots that was made",
        "",
        "from dataclasses import dataclass\n@dataclass(slots=True, frozen=True, kw_only=True)\n"
        "class P:\n    x: int\n    y: int = 0\np = P(x=3)\ntry:\n    p.x = 4\n"
        "except Exception as e:\n"
        "    kind = type(e).__name__",
        "print(p, kind, P(x=3) == p, hash(p) == hash(P(x=3)))",
    ),
    case(
        "edge: flags and enums with methods",
        "from enum import Enum, Flag, IntFlag, auto, unique\nclass Perm(Flag):\n    R = auto()\n"
        "    W = auto()\n@unique\nclass Planet(Enum):\n    EARTH = (1, 2)\n    MARS = (3, 4)\n"
        "    def __init__(self, mass, size):\n        self.mass, self.size = mass, size\n"
        "    @property\n    def ratio(self): return self.mass / self.size\nboth = Perm.R | Perm.W",
        "only = both & Perm.W\nratio = Planet.MARS.ratio\nby = {Planet.EARTH: 'e', Perm.R: 'r'}",
        "print(only is Perm.W, ratio, by[Planet.EARTH], Planet((1, 2)) is Planet.EARTH, both)",
    ),
    case(
        "edge: a registry by a metaclass",
        "class Plugin(type):\n    registry = {}\n    def __new__(m, name, bases, ns):\n"
        "        cls = super().__new__(m, name, bases, ns)\n        m.registry[name] = cls\n"
        "        return cls\n"
        "class Base(metaclass=Plugin):\n    pass",
        "class One(Base):\n    pass\nnames = sorted(Plugin.registry)",
        "print(names, sorted(Plugin.registry), isinstance(One, Plugin))",
    ),
    case(
        "edge: a registry by __init_subclass__",
        "class Base:\n    known = []\n    def __init_subclass__(cls, tag=None, **kw):\n"
        "        super().__init_subclass__(**kw)\n        cls.tag = tag\n"
        "        Base.known.append(tag)\n"
        "class A(Base, tag='a'):\n    pass",
        "class B(Base, tag='b'):\n    pass\nknown = list(Base.known)",
        "print(known, Base.known, B.tag, A.tag)",
    ),
    case(
        "edge: a registry by a decorator",
        "handlers = {}\ndef register(name):\n    def wrap(f):\n        handlers[name] = f\n"
        "        return f\n"
        "    return wrap\n@register('one')\ndef one(): return 1",
        "@register('two')\ndef two(): return 2\ntotal = sum(h() for h in handlers.values())",
        "print(total, sorted(handlers), handlers['two'] is two, handlers['one'] is one)",
    ),
    case(
        "edge: a decorator that is a class",
        "import functools\nclass Counted:\n    def __init__(self, f):\n"
        "        functools.update_wrapper(self, f)\n        self.f, self.calls = f, 0\n"
        "    def __call__(self, *a):\n        self.calls += 1\n        return self.f(*a)\n"
        "@Counted\ndef double(v): return 2 * v",
        "x = double(2) + double(3)",
        "print(x, double.calls, double.__name__, double(1), double.calls)",
    ),
    case(
        "edge: a memo in a dict and a cache",
        "from functools import cache\nmemo = {}\ndef fib(n):\n    if n not in memo:\n"
        "        memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)\n    return memo[n]\n"
        "@cache\ndef paths(r, c): return 1 if not r or not c else paths(r - 1, c) + paths(r, c - "
        "1)",
        "x = fib(50)\ny = paths(8, 8)",
        "print(len(memo), x, y, paths(8, 8))",
    ),
    case(
        "edge: a cached function that is made",
        "",
        "from functools import lru_cache\n@lru_cache(maxsize=16)\ndef sq(v): return v * v\n"
        "x = sq(3)",
        "print(x, sq(3), sq.__wrapped__(4), sq.cache_parameters())",
    ),
    case(
        "edge: a context manager of contextlib",
        "from contextlib import contextmanager, suppress, ExitStack\nlog = []\n@contextmanager\n"
        "def tag(name):\n    log.append('in ' + name)\n    try:\n        yield name.upper()\n"
        "    finally:\n        log.append('out ' + name)",
        "with tag('a') as A, suppress(KeyError):\n    {}['k']\nwith ExitStack() as stack:\n"
        "    names = [stack.enter_context(tag(n)) for n in 'bc']\ndel stack",
        "print(log, A, names)",
    ),
    case(
        "edge: async generators and context managers",
        "import asyncio\nfrom contextlib import asynccontextmanager\n"
        "@asynccontextmanager\nasync def session():\n    yield [1, 2, 3]\n"
        "async def ticks(n):\n    for i in range(n):\n        await asyncio.sleep(0)\n"
        "        yield i",
        "async with session() as rows:\n    total = sum(rows)\nasync for t in ticks(3):\n"
        "    last = t\n"
        "got = await asyncio.gather(*(asyncio.sleep(0, v) for v in range(3)))",
        "print(rows, total, last, got)",
    ),
    case(
        "edge: a task group and a timeout",
        "import asyncio",
        "async def work(v):\n    await asyncio.sleep(0.001)\n    return v * v\n"
        "async def main():\n    async with asyncio.TaskGroup() as g:\n"
        "        tasks = [g.create_task(work(v)) for v in range(3)]\n"
        "    return [t.result() for t in tasks]\nout = await main()\n"
        "try:\n    await asyncio.wait_for(asyncio.sleep(9), 0.01)\nexcept asyncio.TimeoutError:\n"
        "    late = True",
        "print(out, late)",
    ),
    case(
        "edge: match with classes and guards",
        "from dataclasses import dataclass\n@dataclass\nclass Pt:\n    x: int\n    y: int",
        "def where(p):\n    match p:\n        case Pt(0, 0): return 'origin'\n"
        "        case Pt(x=0) | Pt(y=0): return 'axis'\n"
        "        case Pt(x, y) if x == y: return 'diagonal'\n"
        "        case [Pt() as first, *_]: return first\n"
        "        case {'k': str(v), **rest}: return v, rest\n"
        "        case _: return None\n"
        "seen = [where(v) for v in (Pt(0, 0), Pt(0, 2), Pt(3, 3), [Pt(1, 2), 5], {'k': 'v', 'z': "
        "1}, 9)]",
        "print(seen)",
    ),
    case(
        "edge: walrus in comprehensions and conditions",
        "data = [3, 1, 2]",
        "best = None\nover = [y for x in data if (y := x * 2) > 2]\n"
        "while (n := len(data)) > 1:\n    best = data.pop()",
        "print(over, y, n, best, data)",
    ),
    case(
        "edge: unpacking everywhere",
        "a = [1, 2]\nd = {'x': 1}",
        "first, *rest = *a, 3\nmerged = {**d, 'y': 2} | {'z': 3}\n"
        "def f(*args, **kw): return args, kw\nout = f(*a, *rest, **d, q=1)\n"
        "(p, q), [r, s] = (1, 2), 'rs'",
    ),
    case(
        "edge: only positional, only keyword",
        "def f(a, /, b, *, c=(), **kw): return a, b, c, kw",
        "x = f(1, b=2, a=3)",
        "print(x, f(1, 2))",
    ),
    case(
        "edge: numbers with no end",
        "from decimal import Decimal, getcontext, localcontext\nfrom fractions import Fraction\n"
        "big = 7 ** 500\nd = Decimal('1') / 3",
        "bigger = big ** 3\nwith localcontext() as ctx:\n    ctx.prec = 50\n"
        "    e = Decimal(1) / 7\n"
        "del ctx\nf = sum(Fraction(1, n) for n in range(1, 40))\nc = complex(float('inf'), -0.0)",
        "print(bigger % 1_000_007, d, e, f, c, d.as_tuple().exponent)",
    ),
    case(
        "edge: the decimal context of the kernel",
        "import decimal\ndecimal.getcontext().prec = 5",
        "x = decimal.Decimal(1) / 3",
        "print(x)\ndecimal.getcontext().prec = 28",
    ),
    case(
        "edge: paths, patterns, ids, addresses",
        "import re, uuid, ipaddress\nfrom pathlib import Path, PureWindowsPath\n"
        "p = re.compile(r'(?P<k>\\w+)=(?P<v>\\d+)', re.I)\npath = Path('a') / 'b.txt'",
        "m = p.search('x=12').groupdict()\nsuffix = path.suffix\nw = PureWindowsPath('c:/x')\n"
        "u = uuid.uuid5(uuid.NAMESPACE_DNS, 'x')\nnet = ipaddress.ip_network('10.0.0.0/30')\n"
        "hosts = [str(h) for h in net.hosts()]",
        "print(m, suffix, w, u, net, hosts, p.flags)",
        differs=["net"],
    ),
    case(
        "edge: dates of every kind",
        "import datetime as dt\nfrom zoneinfo import ZoneInfo\n"
        "berlin = dt.datetime(2024, 3, 31, 1, 30, tzinfo=ZoneInfo('Europe/Berlin'))\n"
        "fixed = dt.datetime(2024, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30), "
        "'IST'))",
        "later = berlin + dt.timedelta(hours=1)\nutc = berlin.astimezone(dt.timezone.utc)\n"
        "gap = fixed - utc\nt = dt.time(1, 2, 3, 4)\nd = dt.date.max\niso = later.isoformat()",
        "print(later, utc, gap, t, d, iso, fixed.tzname(), later.tzinfo is berlin.tzinfo)",
    ),
    case(
        "edge: generic aliases and typing",
        "from typing import NamedTuple, TypedDict, Protocol, Optional, Generic, TypeVar\n"
        "T = TypeVar('T')\n"
        "class Box(Generic[T]):\n    def __init__(self, v: T): self.v = v\n"
        "class Movie(TypedDict, total=False):\n    name: str\n"
        "class Sized2(Protocol):\n    def size(self) -> int: ...\nb = Box[int](3)",
        "c = Box(b.v + 1)\nm: Movie = {'name': 'x'}\nkind = list[int]\nmaybe = Optional[str]\n"
        "class Sub(Box[str]):\n    pass\ns = Sub('q')",
        "print(b.v, c.v, m, kind, maybe, s.v, isinstance(s, Box), Movie.__annotations__)",
        differs=["T"],
    ),
    case(
        "edge: pickles of __main__",
        "import pickle\nclass K:\n    def __init__(self, v): self.v = v\n"
        "    def __reduce__(self): return K, (self.v,)\n"
        "class G:\n    def __init__(self, v): self.v, self.f = v, lambda: v\n"
        "    def __getstate__(self): return {'v': self.v}\n"
        "    def __setstate__(self, s): self.__init__(s['v'])\nk, g = K(1), G(2)",
        "blob = pickle.dumps([k, g])\nback = pickle.loads(blob)\nv = back[1].f()\nk.v = 10",
        "print(pickle.loads(blob)[0].v, back[0].v, v, k.v, g.f())",
        differs=["g", "back"],
    ),
    case(
        "edge: copying",
        "import copy\nclass Node:\n    def __init__(self): self.kids = []\nn = Node()\n"
        "n.kids.append(Node())",
        "shallow, deep = copy.copy(n), copy.deepcopy(n)\nn.kids.append(1)",
        "print(len(shallow.kids), len(deep.kids), shallow.kids is n.kids, deep.kids[0] is "
        "n.kids[0])",
    ),
    case(
        "edge: weak references inside an object",
        "import weakref\nclass Tree:\n    def __init__(self, up=None):\n"
        "        self.up = weakref.ref(up) if up else None\n"
        "        self.kids = []\n    def add(self):\n        self.kids.append(Tree(self))\n"
        "        return self.kids[-1]",
        "root = Tree()\ndeep = root.add().add()\ndepth = 0\nhere = deep\nwhile here.up:\n"
        "    here = here.up()\n    depth += 1\nat_root = here is root\ndel root, deep, here",
        "print(depth, at_root)",
    ),
    case(
        "edge: object equality that is odd",
        "class Odd:\n    def __eq__(self, other): return True\n    __hash__ = None\n"
        "class Never:\n    def __eq__(self, other): raise RuntimeError('no')\n"
        "    def __bool__(self): raise RuntimeError('no')\no, n = Odd(), Never()",
        "o.v = 1\nn.v = 2\nboth = [o, n]",
        "print(o.v, n.v, both[1] is n)",
    ),
    case(
        "edge: attributes on demand",
        "class Proxy:\n    def __init__(self, t): object.__setattr__(self, '_t', t)\n"
        "    def __getattr__(self, name): return getattr(self._t, name)\n"
        "    def __setattr__(self, name, v): setattr(self._t, name, v)\n"
        "class T: pass\nt = T()\np = Proxy(t)",
        "p.v = 5\nw = p.v + 1",
        "print(t.v, p.v, w)",
        differs=["p"],
    ),
    case(
        "edge: a very deep list",
        "deep = []\nfor _ in range(400):\n    deep = [deep]",
        "n, here = 0, deep\nwhile here:\n    here = here[0]\n    n += 1\ndeep2 = [deep]",
        "print(n, len(deep2))",
        differs=["deep", "deep2", "here"],
    ),
    case(
        "edge: a linked list of a hundred",
        "class N:\n    def __init__(self, v, nxt=None): self.v, self.nxt = v, nxt\n"
        "head = None\nfor i in range(100):\n    head = N(i, head)",
        "total, here = 0, head\nwhile here:\n    total += here.v\n    here = here.nxt\nhead.v = -1",
        "print(total, head.v, head.nxt.v)",
        differs=["head"],
    ),
    case(
        "edge: logging with handlers",
        "import logging, io\nstream = io.StringIO()\nlogger = logging.getLogger('edge.one')\n"
        "logger.setLevel('INFO')\nlogger.propagate = False\nlogger.handlers[:] = []",
        "import sys\nhandler = logging.StreamHandler(sys.stdout)\n"
        "handler.setFormatter(logging.Formatter('%(levelname)s|%(message)s'))\n"
        "logger.addHandler(handler)\nlogger.info('in %s', 'there')\nlogger.debug('unseen')\n"
        "logger.removeHandler(handler)\ndel handler, sys",
        "del stream",
    ),
    case(
        "edge: warnings that are shown once, filtered or recorded",
        "import warnings",
        "with warnings.catch_warnings(record=True) as caught:\n    warnings.simplefilter('once')\n"
        "    for _ in range(3):\n        warnings.warn('again', UserWarning)\n"
        "count = len(caught)\ntext = str(caught[0].message)\ndel caught\n"
        "with warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n"
        "    warnings.warn('quiet')",
        "print(count, text)",
    ),
    case(
        "edge: warnings that the kernel filters",
        "import warnings\nwarnings.filterwarnings('ignore', message='hush')",
        "warnings.warn('hush now')\nx = 1",
    ),
    case(
        "edge: redirected streams",
        "import io, contextlib",
        "buffer = io.StringIO()\nwith contextlib.redirect_stdout(buffer):\n    print('inside')\n"
        "text = buffer.getvalue()\ndel buffer\nprint('outside')",
        "print(repr(text))",
    ),
    case(
        "edge: a text buffer that goes on",
        "import io\nb = io.StringIO('one\\n')\nb.seek(0, 2)\nraw = io.BytesIO(b'abc')\nraw.read(1)",
        "b.write('two\\n')\nrest = raw.read()",
        "print(repr(b.getvalue()), rest, raw.tell())",
        differs=["b", "raw"],
    ),
    case(
        "edge: iterators that go on",
        "import itertools\nc = itertools.count(3)\nnext(c)\nl = iter([1, 2, 3])\nnext(l)\n"
        "z = enumerate('abc')",
        "x = next(c)\ny = list(l)\nk = next(z)",
        "print(x, y, k, next(c), list(l), next(z))",
        differs=["c", "l", "z"],
    ),
    case(
        "edge: operator tools and partial methods",
        "from operator import itemgetter, attrgetter, methodcaller\n"
        "from functools import partial, reduce\n"
        "get = itemgetter('a', 'b')\nup = methodcaller('upper')\n"
        "add = partial(reduce, lambda a, b: a + b)",
        "x = get({'a': 1, 'b': 2})\ny = up('q')\nz = add([1, 2, 3])\nattr = attrgetter('real')",
        "print(x, y, z, attr(3))",
        differs=["add"],
    ),
    case(
        "edge: bytes and memory",
        "raw = bytearray(range(6))\nview = memoryview(raw)[2:4]",
        "raw[2] = 99",
        "print(raw, view.tolist())",
        differs=["view"],
    ),
    case(
        "edge: heaps, bisect, struct, arrays",
        "import heapq, bisect, struct, array\nh = [5, 1, 4]\nheapq.heapify(h)\n"
        "a = array.array('i', [1, 2])",
        "heapq.heappush(h, 0)\nsmallest = heapq.heappop(h)\nrow = [1, 3]\nbisect.insort(row, 2)\n"
        "a.append(3)\npacked = struct.pack('<ih', 1, 2)",
        "print(h, smallest, row, a, packed)",
    ),
    case(
        "edge: a dict that changes its order",
        "d = {'a': 1, 'b': 2, 'c': 3}\nalias = d",
        "d['a'] = d.pop('a')\ndel d['b']\nd['b'] = 9",
        "print(list(alias.items()))",
    ),
    case(
        "edge: names that are hard to see",
        "__private = 5\n_one = 6\nπ = 3.14",
        "x = __private + _one + π\n__other = 7",
        "print(x, __other)",
    ),
    case(
        "edge: a class body that reads the notebook",
        "size = 3\ndef default(): return size",
        "class C:\n    n = size\n    items = [i * i for i in range(n)]\n"
        "    f = staticmethod(default)\n"
        "    def g(self, v=size): return v + self.n\nx = C().g() + C.f()",
        "print(x, C.items)",
    ),
    case(
        "edge: mutual classes and annotations that are strings",
        "class A:\n    def other(self) -> 'B': return B()\nclass B:\n"
        "    def other(self) -> 'A': return A()",
        "import typing\nhints = typing.get_type_hints(A.other)\n"
        "ok = type(A().other().other()) is A",
        "print(ok, hints['return'] is B)",
        differs=["hints"],
    ),
    case(
        "edge: super in two lines of inheritance",
        "class A:\n    def go(self): return ['A']\nclass B(A):\n"
        "    def go(self): return ['B', *super().go()]\n"
        "class C(A):\n    def go(self): return ['C', *super().go()]",
        "class D(B, C):\n    def go(self): return ['D', *super().go()]\nd = D()\norder = d.go()",
        "print(order, d.go(), [k.__name__ for k in D.__mro__])",
    ),
    case(
        "edge: an instance with a method of its own",
        "import types\nclass K:\n    def hi(self): return 'class'\nk = K()\nk.n = 3\n"
        "k.hi = types.MethodType(lambda self: self.n, k)",
        "x = k.hi()\nk.n = 4",
        "print(x, k.hi(), K().hi())",
        differs=["k"],
    ),
    case(
        "edge: global in a class method and nested scopes",
        "state = {'n': 0}\nlevel = 1",
        "class M:\n    def up(self):\n        global level\n        level += 1\n"
        "        def inner():\n            state['n'] += level\n        inner()\n"
        "        return self\nM().up().up();",
        "print(state, level)",
    ),
    case(
        "edge: code that makes code",
        "import ast, textwrap\nsrc = 'def made(v):\\n    return v + 1'",
        "ns = {}\nexec(compile(src, '<made>', 'exec'), ns)\nx = ns['made'](1)\n"
        "tree = ast.dump(ast.parse('a + 1', mode='eval'))\ndel ns",
        "print(x, tree)",
    ),
    case(
        "edge: named tuples of every kind",
        "from collections import namedtuple\nfrom typing import NamedTuple\n"
        "P = namedtuple('P', 'x y', defaults=[0])\nclass Q(NamedTuple):\n    a: int\n"
        "    b: list = None\n"
        "    @property\n    def total(self): return self.a + len(self.b or [])\n"
        "class R(namedtuple('R', 'm n')):\n    __slots__ = ()\n"
        "    def s(self): return self.m + self.n",
        "p, q, r = P(1), Q(2), R(3, 4)\nt = q.total + r.s()\nd = p._asdict()",
        "print(p, q, r, t, d, type(p) is P, type(q) is Q, type(r) is R)",
    ),
    case(
        "edge: the kernel's recursion limit and hash of text",
        "import sys",
        "def depth(n): return 0 if n == 0 else 1 + depth(n - 1)\nx = depth(500)",
        "print(x)",
    ),
    case(
        "edge: threads that share a list",
        "import threading\nseen = []\ndef put(v): seen.append(v)",
        "ts = [threading.Thread(target=put, args=(i,)) for i in range(4)]\n"
        "for t in ts: t.start()\nfor t in ts: t.join()\ndel ts, t\nseen.sort()",
        "print(seen)",
    ),
    case(
        "edge: random generators of one's own",
        "import random\nrng = random.Random(3)\nrng.random()",
        "x = rng.random()\ny = rng.sample(range(100), 3)",
        "print(x, y, rng.random(), rng.gauss(0, 1))",
        differs=["rng"],
    ),
    case(
        "edge: random in a function of the notebook",
        "import random\nrandom.seed(2)\ndef draw(): return [random.random() for _ in range(2)]",
        "x = draw()\nrandom.shuffle(x)",
        "print(x, draw())",
    ),
    case(
        "edge: random by another name",
        "from random import Random, random as rnd, seed, choice as pick\nseed(4)",
        "x = rnd(), pick('abc')",
        "print(x, rnd())",
    ),
    case(
        "edge: a seed in the cell goes on in the kernel",
        "import random",
        "random.seed('text')\nx = random.random()",
        "print(x, random.random(), random.randint(1, 99))",
    ),
]

CASES += [
    case(
        "raises in the middle of a long chain",
        "",
        "def down(n):\n    try:\n        raise ValueError(n) if n == 0 else LookupError\n"
        "    except LookupError:\n        down(n - 1)\ndown(6)",
    ),
    case(
        "raises a chain that a handler reads",
        "",
        "try:\n    try:\n        1 / 0\n    except ZeroDivisionError as e:\n"
        "        raise KeyError('k') from e\nexcept KeyError as e:\n    saved = e\n"
        "cause = type(saved.__cause__).__name__",
        "print(cause, repr(saved), repr(saved.__cause__))",
    ),
    case(
        "edge: an exception that is kept, in whose handling another was raised",
        "kept = []",
        "try:\n    try:\n        int('x')\n    except ValueError:\n        [][1]\n"
        "except IndexError as e:\n    e.add_note('n') if hasattr(e, 'add_note') else None\n"
        "    kept.append(e)",
        "print(repr(kept[0].__context__), kept[0].__cause__, getattr(kept[0], '__notes__', ['n']))",
    ),
    case(
        "edge: what a frozen dataclass holds",
        "from dataclasses import dataclass, field\n@dataclass(frozen=True)\nclass Run:\n"
        "    name: str\n    losses: list = field(default_factory=list)\n"
        "run = Run('a')\nlosses, runs = run.losses, {'a': run}",
        "run.losses.append(0.5)",
        "print(losses, runs['a'] is run, run.losses is losses)",
    ),
    case(
        "raises from None",
        "",
        "try:\n    {}['k']\nexcept KeyError:\n    raise RuntimeError('x') from None",
    ),
    case(
        "raises a group that is split",
        "",
        "try:\n    raise ExceptionGroup('g', [ValueError(1), TypeError('t')])\n"
        "except* ValueError as g:\n    found = [str(e) for e in g.exceptions]",
        "print(found)",
        output=False,
    ),
    case("raises stop iteration", "", "next(iter([]))"),
    case("raises system exit with text", "", "import sys\nx = 1\nsys.exit('bye')", "print(x)"),
    case("raises an error with odd arguments", "", "raise ValueError({'a': [1]}, None, b'x')"),
    case(
        "raises an error that keeps what it knows",
        "class Http(Exception):\n    def __init__(self, code, *, body=None):\n"
        "        self.code, self.body = code, body\n"
        "    def __str__(self): return f'HTTP {self.code}'",
        "raise Http(404, body={'a': 1})",
    ),
    case(
        "raises an error whose str fails",
        "class Bad(Exception):\n    def __str__(self): return 'bad %d' % self.args[0]",
        "raise Bad(3)",
    ),
    case(
        "raises os errors by number", "", "import os, errno\nraise OSError(errno.EACCES, 'no', 'f')"
    ),
    case("raises an index error from an empty list", "l = []", "l[0]"),
    case("raises an import error", "", "import not_a_module_at_all"),
    case("raises from inside a comprehension", "d = {'a': 1}", "x = [d[k] for k in ('a', 'b')]"),
    case(
        "raises from a thread pool",
        "def f(v):\n    return 1 // v",
        "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(1) as pool:\n"
        "    list(pool.map(f, [1, 0]))",
        output=False,
        differs=["pool"],
    ),
    case("raises a decode error of json", "import json", "json.loads('{\"a\": }')"),
    case(
        "raises from a generator of the notebook",
        "def g():\n    yield 1\n    raise LookupError('end')",
        "x = []\nfor v in g():\n    x.append(v)",
        "print(x)",
    ),
    case("raises an arithmetic error of decimal", "import decimal", "decimal.Decimal('x')"),
    case("raises a stop of an async iterator", "", "raise StopAsyncIteration('s')"),
    case(
        "edge: logging as it was set up",
        "import logging, sys\nlogging.basicConfig(level=logging.INFO, stream=sys.stdout, "
        "format='%(levelname)s %(name)s %(message)s')\nlog = logging.getLogger('edge.two')\n"
        "log.setLevel('DEBUG')",
        "log.debug('seen %d', 1)\nlogging.info('root')\n"
        "logging.getLogger('edge.three').debug('unseen')",
        "log.info('here')",
        differs=["log"],
    ),
    case(
        "edge: a logger with a handler of its own",
        "import logging, sys\nlog = logging.getLogger('edge.four')\nlog.handlers[:] = []\n"
        "log.propagate = False\nhandler = logging.StreamHandler()\nhandler.setLevel('WARNING')\n"
        "handler.setFormatter(logging.Formatter('{message}!', style='{'))\nlog.addHandler(handler)",
        "log.warning('one')\nlog.error('two')",
        differs=["handler", "log"],
    ),
    case(
        "edge: all warnings are off",
        "import warnings\nwarnings.filterwarnings('ignore')",
        "warnings.warn('quiet')\nwarnings.warn('old', FutureWarning)\nx = 1",
    ),
    case(
        "edge: warnings as errors raises",
        "import warnings\nwarnings.simplefilter('error', UserWarning)",
        "warnings.warn('loud')",
    ),
    case(
        "edge: numpy's functions by their names",
        "import numpy as np\nfrom numpy.random import rand, seed as fix\nfix(3)",
        "x = rand(2)\nfrom numpy.random import normal",
        "print(x, rand(1), normal())",
        needs=["numpy"],
    ),
    case(
        "edge: one generator in two places",
        "import numpy as np\nrng = np.random.default_rng(5)\nclass M:\n"
        "    def __init__(self, rng): self.rng = rng\n"
        "m = M(rng)",
        "x = m.rng.random(2)",
        "print(x, rng.random(), m.rng is rng)",
        needs=["numpy"],
    ),
    case(
        "edge: pandas formats numbers by a function",
        "import pandas as pd\ndef money(v): return f'${v:.1f}'\n"
        "pd.options.display.float_format = money",
        "pd.DataFrame({'a': [1.25]})",
        "pd.reset_option('display.float_format')\n"
        "pd.set_option('display.float_format', lambda v: '%.3f' % v)",
        needs=["pandas"],
    ),
    case(
        "edge: pandas formats numbers by a lambda",
        "import pandas as pd\npd.set_option('display.float_format', lambda v: '%.3f' % v)",
        "pd.DataFrame({'a': [1.25]})",
        "pd.reset_option('display.float_format')",
        needs=["pandas"],
    ),
    case(
        "edge: a table of functions and of objects that are called",
        "from collections import namedtuple\nimport math\nscale = 3\n"
        "class Fn(namedtuple('_', 'a b')):\n    def __call__(self, v): return v * scale + self.a\n"
        "base = {'sin': math.sin, 'neg': lambda v: -v}\ntable = {**base, 'f': Fn(1, 2)}\n"
        "def run(name, v): return table[name](v)",
        "x = sorted(base), run('f', 2), run('neg', 1)",
        "print(x, run('f', 1))",
    ),
    case(
        "edge: a table that a function makes anew",
        "from collections import namedtuple\nclass Fn(namedtuple('_', 'a b')):\n"
        "    def __call__(self, v): return v + self.a\nbase = {'neg': lambda v: -v}\n"
        "def run(a):\n    global table\n    table = {**base, 'f': Fn(a, 2)}\n"
        "    return table['f'](1)",
        ["x = run(1)", "y = run(2)"],
        "print(x, y, run(3))",
    ),
    case(
        "edge: graphs that are drawn at random",
        "import random\nimport networkx as nx\nimport numpy as np\n"
        "random.seed(1)\nnp.random.seed(2)",
        "edges = sorted(nx.gnp_random_graph(8, 0.5).edges)\n"
        "places = {n: p.round(6).tolist() for n, p in nx.spring_layout(nx.path_graph(4)).items()}",
        "print(edges, places, random.random(), np.random.rand())",
        needs=["networkx"],
    ),
    case(
        "edge: rows of a frame that are drawn",
        "import pandas as pd\nimport numpy as np\nnp.random.seed(7)\n"
        "df = pd.DataFrame({'a': range(20)})",
        "some = df.sample(3)",
        "print(some, np.random.rand())",
        needs=["pandas"],
    ),
    case(
        "edge: a record array that is made",
        "import numpy as np\ndata = np.array([(1, 2.5)], dtype=[('a', 'i4'), ('b', 'f8')])",
        "rec = data.view(np.recarray)",
        "print(rec['a'], rec.b, type(rec) is np.recarray)",
        needs=["numpy"],
    ),
]
