"""What a cell prints and shows."""

from __future__ import annotations

from ..case import case

CASES = [
    case(
        "both streams",
        "",
        "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",
    ),
    case("no end of line", "", "print('a', end='')\nprint('b', end='')"),
    case("carriage returns", "", "print('10%\\r20%\\r30%')"),
    case("colours", "", "print('\\x1b[31mred\\x1b[0m')"),
    case("unicode", "", "print('grüße 😀')"),
    case("much text", "", "for i in range(2000):\n    print(i)"),
    case("a long line", "", "print('x' * 100_000)"),
    case(
        "writing to the streams",
        "",
        "import sys\nn = sys.stdout.write('abc')\nsys.stdout.flush()\ndel sys, n",
    ),
    case("a warning", "", "import warnings\nwarnings.warn('careful')", output=False),
    case("a logger", "import logging", "logging.getLogger('x').error('bad')"),
    case("display of text", "", "from IPython.display import display\ndisplay('a', 1)"),
    case(
        "display of HTML",
        "",
        "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))",
    ),
    case(
        "display between prints",
        "",
        (
            "from IPython.display import display, Markdown\nprint(1)\ndisplay(Markdown('*m*'))\n"
            "print(2)"
        ),
    ),
    case(
        "display of a bundle",
        "",
        (
            "from IPython.display import display\n"
            "display({'text/plain': 'p', 'application/json': {'a': 1}}, raw=True)"
        ),
    ),
    case(
        "an updated display",
        "",
        (
            "from IPython.display import display\nh = display('one', display_id='d')\n"
            "h.update('two')\ndel h"
        ),
    ),
    case(
        "clearing",
        "",
        "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('here')",
    ),
    case(
        "clearing when more comes",
        "",
        (
            "from IPython.display import clear_output\nfor i in range(3):\n"
            "    clear_output(wait=True)\n    print(i)"
        ),
    ),
    case("a frame's table", "import pandas as pd", "pd.DataFrame({'a': [1, 2]})"),
    case("a series as text", "import pandas as pd", "pd.Series([1, 2])"),
    case("an array as text", "import numpy as np", "np.arange(3) / 3"),
    case(
        "numpy's print options",
        "import numpy as np\nnp.set_printoptions(precision=2)",
        "np.arange(3) / 3",
        "np.set_printoptions(precision=8)",
    ),
    case(
        "pandas' options",
        "import pandas as pd\npd.set_option('display.max_rows', 4)",
        "pd.DataFrame({'a': range(10)})",
        "pd.reset_option('display.max_rows')",
    ),
    case(
        "an object with its own HTML",
        (
            "class H:\n    def _repr_html_(self): return '<i>h</i>'\n"
            "    def __repr__(self): return 'H!'"
        ),
        "H()",
    ),
    case(
        "an object with a bundle",
        (
            "class B:\n"
            "    def _repr_mimebundle_(self, include=None, exclude=None): return {'text/plain': "
            "'b', 'text/html': '<b>b</b>'}"
        ),
        "B()",
    ),
    case("a nested structure is wrapped", "", "{'k' + str(i): list(range(8)) for i in range(8)}"),
    case("a set and a string in a list", "", "[{'b', 'a'}, 'text', 1.5, None]"),
    case(
        "an estimator's picture",
        "from sklearn.linear_model import Ridge",
        "Ridge(alpha=2)",
        output=False,  # its number: this process has shown one already
    ),
    case(
        "pictures of estimators have numbers of their own",
        "from sklearn.linear_model import Ridge\n"
        "from sklearn.utils._repr_html import estimator\n"
        # As in a new kernel: other cases have shown some.
        "estimator._CONTAINER_ID_COUNTER.count = estimator._ESTIMATOR_ID_COUNTER.count = 0\n"
        "model = Ridge(alpha=2)\nmodel",
        ["model", "import sklearn.svm\nsklearn.svm.SVC()"],
        "model",
        needs=["sklearn.utils._repr_html"],
    ),
    case(
        "printing a notebook object",
        "class O:\n    def __repr__(self): return 'O()'",
        "o = O()\nprint(o)\no",
    ),
    case("pprint", "", "from pprint import pprint\npprint({'a': list(range(40))})"),
    case(
        "a subprocess writes",
        "",
        "import subprocess\nsubprocess.run(['echo', 'sub'], check=True);",
        output=False,
    ),
    case(
        "json and latex",
        "",
        "from IPython.display import JSON, Latex, display\ndisplay(Latex('$x$'))",
    ),
    case(
        "an image",
        "",
        (
            "from IPython.display import Image, display\nimport base64\npng = "
            "base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDw"
            "ADhgGAWjR9awAAAABJRU5ErkJggg==')\ndisplay(Image(data=png))"
        ),
    ),
    case("the last value of a part is quiet in the middle", "", "1 + 1\n2 + 2"),
    case("nothing is shown for an assignment", "", "x = [1]"),
]
