"""Files and local modules."""

from __future__ import annotations

from ..case import case

CASES = [
    case("a file is read", "", "text = open('data.txt').read()", files={"data.txt": "hello"}),
    case(
        "a file by a variable",
        "name = 'data.txt'",
        "with open(name) as f:\n    lines = f.readlines()\ndel f",
        files={"data.txt": "a\nb\n"},
    ),
    case(
        "a file by a variable that is first another",
        "",
        "try:\n    place = 'elsewhere.txt'\n    text = open(place).read()\n"
        "except OSError:\n    place = 'data.txt'\n    text = open(place).read()",
        files={"data.txt": "here"},
    ),
    case(
        "a file that is read, and a variable that says where to write",
        "",
        "text = open('b.txt').read()\nfor end in 'xy':\n    place = 'a.txt'\n"
        "    if end == 'y':\n        place = 'b.txt'\n"
        "    with open(place, 'w') as file:\n        _ = file.write(text + end)\ndel file",
        "print(open('a.txt').read(), open('b.txt').read())",
        files={"b.txt": "b"},
    ),
    case(
        "a file of several arrays, open",
        "import numpy as np\nnp.savez('a.npz', x=np.arange(3), y=np.eye(2))\n"
        "there = np.load('a.npz')",
        "total = int(there['x'].sum())\nmade = np.load('a.npz')\nshown = repr(made)",
        "print(total, made['y'], sorted(made), shown, made)\ndel made, there",
        needs=["numpy"],
    ),
    case(
        "a file by a path",
        "from pathlib import Path\nfolder = Path('sub')",
        "t = (folder / 'd.txt').read_text()",
        files={"sub/d.txt": "deep"},
    ),
    case(
        "a table",
        "import pandas as pd",
        "df = pd.read_csv('t.csv')",
        files={"t.csv": "a,b\n1,x\n2,y\n"},
    ),
    case(
        "a file is written",
        "",
        "n = open('out.txt', 'w').write('made')",
        "print(open('out.txt').read())",
    ),
    case(
        "a file in a new folder",
        "",
        "import os\nos.makedirs('res', exist_ok=True)\nn = open('res/o.txt', 'w').write('x')",
        "print(open('res/o.txt').read())",
    ),
    case(
        "a file is appended to",
        "",
        "n = open('log.txt', 'a').write('two')",
        "print(open('log.txt').read())",
        files={"log.txt": "one "},
    ),
    case(
        "a table is written",
        "import pandas as pd\ndf = pd.DataFrame({'a': [1]})",
        "df.to_csv('o.csv', index=False)",
        "print(open('o.csv').read())",
    ),
    case(
        "an array is written and read",
        "import numpy as np",
        "np.save('a.npy', np.arange(3))",
        "print(np.load('a.npy'))",
    ),
    case(
        "a pickle is written",
        "",
        "import pickle\nwith open('p.pkl', 'wb') as f:\n    pickle.dump({'k': 1}, f)\ndel f",
        "print(pickle.load(open('p.pkl', 'rb')))",
    ),
    case(
        "a local module",
        "import sys\nsys.path.insert(0, '')\nimport helper_one",
        "x = helper_one.double(4)",
        "sys.path.remove('')\ndel sys.modules['helper_one']",
        files={"helper_one.py": "def double(v):\n    return v * 2\n"},
    ),
    case(
        "a local module that the cell imports",
        "import sys\nsys.path.insert(0, '')",
        "import helper_two\nx = helper_two.K",
        "sys.path.remove('')\nsys.modules.pop('helper_two', None);",
        files={"helper_two.py": "K = 5\n"},
        differs=["helper_two"],
    ),
    case(
        "a local package with data",
        "import sys\nsys.path.insert(0, '')\nfrom pkg_three import load",
        "x = load()",
        (
            "sys.path.remove('')\n"
            "for n in [n for n in sys.modules if n.startswith('pkg_three')]: del sys.modules[n]"
        ),
        files={
            "pkg_three/__init__.py": "from .io import load\n",
            "pkg_three/io.py": (
                "from pathlib import Path\ndef load():\n"
                "    return (Path(__file__).parent / 'd.txt').read_text()\n"
            ),
            "pkg_three/d.txt": "packed",
        },
    ),
    case(
        "an object of a local module",
        "import sys\nsys.path.insert(0, '')\nfrom helper_four import Thing\nt = Thing(3)",
        "u = Thing(t.v + 1)\nt.v = 9",
        "print(t.v, u.v)\nsys.path.remove('')\ndel sys.modules['helper_four'], Thing, t, u",
        files={"helper_four.py": "class Thing:\n    def __init__(self, v):\n        self.v = v\n"},
    ),
    case(
        "listing files",
        "",
        "import os\nthere = os.path.exists('data.txt')",
        "print(os.path.exists('data.txt'))",
        files={"data.txt": "x"},
    ),
]
