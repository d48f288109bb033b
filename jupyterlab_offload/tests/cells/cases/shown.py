"""What IPython shows: kinds of display, captures, bars, reprs."""

from __future__ import annotations

from ..case import case

CASES = [
    case(
        "shown: markdown, latex, html, json, code",
        "from IPython.display import *",
        "display(Markdown('**b**'), Latex('$x$'), HTML('<i>i</i>'), Code('x = 1', "
        "language='python'), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'))\nMath('y')",
    ),
    case(
        "shown: javascript and json",
        "from IPython.display import JSON, Javascript, Pretty, display",
        "display(JSON({'a': [1]}), Pretty('p'))",
    ),
    case(
        "shown: an audio and an image by bytes",
        "from IPython.display import Image, display\nimport base64, zlib, struct\n"
        "def png():\n    def chunk(t, d):\n        c = t + d\n"
        "        return struct.pack('>I', len(d)) + c + struct.pack('>I', zlib.crc32(c))\n"
        "    return b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, "
        "0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(b'\\0\\0')) + chunk(b'IEND', b'')",
        "Image(png(), width=5)",
    ),
    case(
        "shown: a PIL image",
        "from PIL import Image\nim = Image.new('RGB', (4, 3), (255, 0, 0))",
        "im2 = im.rotate(90, expand=True)\nim2",
        "print(im2.size, im2.mode, im2.getpixel((0, 0)))",
        needs=["PIL"],
        differs=["im", "im2"],
    ),
    case(
        "shown: metadata",
        "from IPython.display import display",
        "display({'text/plain': 'x'}, raw=True, metadata={'text/plain': {'k': 1}})",
    ),
    case(
        "shown: nothing but a handle",
        "from IPython.display import display, DisplayHandle",
        "h = DisplayHandle('known')\nh.display('a')\nh.update('b')\ndel h",
    ),
    case(
        "shown: repr methods that return None or raise",
        "class N:\n    def _repr_html_(self): return None\n    def __repr__(self): return 'N'\n",
        "N()",
    ),
    case(
        "shown: latex of an object",
        "class L:\n    def _repr_latex_(self): return '$l$'\n    def __repr__(self): return 'L'",
        "L()",
    ),
    case(
        "shown: ipython display method",
        "class D:\n    def _ipython_display_(self): print('own display')",
        "D()",
    ),
    case(
        "shown: pretty method",
        "class P:\n    def _repr_pretty_(self, p, cycle): p.text('pretty!' if not cycle else "
        "'...')",
        "[P(), {'k': P()}]",
    ),
    case(
        "shown: a repr of several lines in a list",
        "class M:\n    def __repr__(self): return 'M(\\n  1)'",
        "[M(), M()]",
    ),
    case(
        "shown: a repr that raises",
        "class B:\n    def __repr__(self): raise ValueError('r')",
        "b = B()\nx = 1",
        "print(x)",
    ),
    case(
        "shown: a repr that raises, as the result",
        "class B:\n    def __repr__(self): raise ValueError('r')",
        "x = 1\nprint('before')\nB()",
        "print(x)",
    ),
    case(
        "shown: methods that raise, beside others",
        "class B:\n"
        "    def _repr_html_(self): raise KeyError('h')\n"
        "    def _repr_latex_(self): return '$l$'\n"
        "    def __repr__(self): return 'B'\n"
        "class D:\n"
        "    def _ipython_display_(self): raise OSError('d')\n"
        "    def __repr__(self): return 'D'\n"
        "class N:\n    def __repr__(self): raise NotImplementedError",
        "print('a')\ndisplay(B(), D(), N(), [B()])\nprint('b')\nx = 2\nB()",
        "print(x)",
    ),
    case(
        "shown: nested containers",
        "from collections import OrderedDict, defaultdict, Counter, deque, namedtuple\n"
        "import types",
        "display(OrderedDict(a=1), defaultdict(list, a=[1]), Counter('aab'), deque([1], 3), "
        "types.SimpleNamespace(a=1), frozenset([1]), (1,), set(), range(3), slice(1), b'x', 1j, "
        "...)",
    ),
    case(
        "shown: a list in itself",
        "a = [1]\na.append(a)\nd = {}\nd['d'] = d",
        "display(a, d)",
        differs=["a", "d"],
    ),
    case(
        "shown: long text and long numbers",
        "",
        "display('x' * 300, 10 ** 200, list(range(1200)), 'a\\nb')",
    ),
    case(
        "shown: functions, classes, modules, types",
        "import math\ndef f(a, b=1): ...\nclass C:\n    def m(self): ...",
        "display(f, C, math, int, len, C.m, type(None), NotImplemented)",
    ),
    case(
        "shown: a lambda and a generator",
        "",
        "display(lambda: 1, (i for i in ()), [].append, iter([]))",
    ),
    case(
        "shown: dataclass and enum",
        "from dataclasses import dataclass\nfrom enum import Enum\n@dataclass\nclass D:\n"
        "    a: int\n    b: list\nclass E(Enum):\n    X = 1",
        "display(D(1, list(range(40))), E.X, [E.X], E)",
    ),
    case(
        "shown: exceptions as values",
        "",
        "display(ValueError('x'), [KeyError(1)], OSError(2, 'n'))",
    ),
    case(
        "shown: bytes and paths",
        "from pathlib import Path\nimport datetime as dt, decimal, fractions, uuid, re",
        "display(Path('a'), dt.datetime(2020, 1, 1), dt.timedelta(1), decimal.Decimal('1.0'), "
        "fractions.Fraction(1, 2), uuid.UUID(int=1), re.compile('x'))",
    ),
    case(
        "shown: printing with flush and other ends",
        "",
        "print('a', 'b', sep='-', end='!\\n', flush=True)\nprint()\nprint(*[1, 2], sep='\\n')\n"
        "print('tab\\tand\\x08back')",
    ),
    case(
        "shown: writing bytes to the buffer",
        "",
        "import sys\nsys.stdout.flush()\nx = hasattr(sys.stdout, 'write')\ndel sys",
    ),
    case(
        "shown: a captured cell with everything",
        "",
        "%%offload\n%%capture got\nimport sys\nprint('o')\nprint('e', file=sys.stderr)\n"
        "display('d')\n5",
        "print(got.stdout, got.stderr, len(got.outputs))\ngot.show()",
        differs=["got"],
    ),
    case(
        "shown: capture without a name", "", "%%offload\n%%capture\nprint('o')\nx = 1", "print(x)"
    ),
    case(
        "shown: capture only of stdout",
        "",
        "%%offload\n%%capture --no-stderr got\nimport sys\nprint('o')\nprint('e', file=sys.stderr)",
        "print(repr(got.stdout))",
        differs=["got"],
    ),
    case(
        "shown: capture_output",
        "from IPython.utils.capture import capture_output",
        "with capture_output() as c:\n    print('in')\ntext = c.stdout\ndel c",
        "print(text)",
    ),
    case("shown: the quiet end", "", "5;"),
    case("shown: a comment after the semicolon", "", "5; # quiet"),
    case("shown: underscores", "", "10", "_ + 1"),
    case("shown: only an expression of None", "", "print('x')"),
    case("shown: an assignment expression", "", "(x := 5)"),
    case("shown: last statement is a compound", "", "for i in range(2):\n    i\nif True:\n    7"),
    case("shown: an awaited value", "import asyncio", "await asyncio.sleep(0, 'done')"),
    case(
        "shown: clearing between displays",
        "from IPython.display import clear_output, display",
        "display('a')\nclear_output(wait=True)\nprint('b')\ndisplay('c')",
    ),
    case(
        "shown: updating twice",
        "from IPython.display import display, update_display",
        "display('a', display_id='u1')\nupdate_display('b', display_id='u1')\n"
        "update_display('c', display_id='u1')",
    ),
    case(
        "shown: an updated display of the kernel",
        "from IPython.display import display, update_display\ndisplay('a', display_id='u2')",
        "update_display('b', display_id='u2')",
    ),
    case(
        "shown: a progress bar of IPython",
        "from IPython.display import ProgressBar",
        "p = ProgressBar(3)\nx = [i for i in p]\ndel p",
        "print(x)",
        output=False,
    ),
    case(
        "shown: nested bars",
        "from tqdm import tqdm, trange",
        "for i in trange(2, bar_format='{desc}{n_fmt}', desc='o'):\n"
        "    for j in tqdm(range(2), bar_format='{n_fmt}', leave=False):\n        pass",
        "print(i, j)",
        needs=["tqdm"],
    ),
    case(
        "shown: a pandas style",
        "import pandas as pd\ndf = pd.DataFrame({'a': [1]})",
        "df.style.set_uuid('u').format('{:.2f}')",
        needs=["pandas", "jinja2"],
        output=True,
    ),
    case(
        "shown: pandas options",
        "import pandas as pd\npd.set_option('display.precision', 2)\n"
        "pd.set_option('display.max_columns', 3)\n"
        "pd.options.display.float_format = '{:.1f}'.format",
        "pd.DataFrame({c: [1.23456] for c in 'abcde'})",
        "pd.reset_option('all')",
    ),
    case(
        "shown: pandas options within",
        "import pandas as pd",
        "with pd.option_context('display.max_rows', 2):\n"
        "    display(pd.DataFrame({'a': range(5)}))\npd.Series(range(3), name='s')",
    ),
    case(
        "shown: info and describe",
        "import pandas as pd\ndf = pd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
        "df.info()\ndf.describe(include='all')",
    ),
    case(
        "shown: arrays large and small",
        "import numpy as np",
        "display(np.arange(2000), np.eye(2), np.array(['a']), np.array(1.5), np.float64(2.5), "
        "np.ma.array([1, 2], mask=[0, 1]))\nprint(np.float32(0.1), np.array([1e-10, 1]))",
    ),
    case(
        "shown: numpy errstate and seterr",
        "import numpy as np\nold = np.seterr(divide='ignore')",
        "x = np.array([1.0]) / 0",
        "print(x)\nnp.seterr(**old);\ndel old",
    ),
    case(
        "shown: latex of sympy",
        "import sympy as sp\nx = sp.symbols('x')",
        "e = sp.integrate(sp.sin(x) ** 2, x)\ne",
        "print(e, sp.simplify(e.diff(x) - sp.sin(x) ** 2))",
        needs=["sympy"],
        differs=["x", "e"],
    ),
    case(
        "shown: a graph",
        "import networkx as nx\nG = nx.karate_club_graph()",
        "pr = nx.pagerank(G)\nG.add_edge(0, 99)\nprint(G)",
        "print(G.number_of_edges(), round(sum(pr.values()), 6), 99 in G)",
        needs=["networkx"],
        differs=["G"],
    ),
]
