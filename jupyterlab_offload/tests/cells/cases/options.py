"""Options of libraries that a cell sets: they hold for the cells behind it. Each case begins and
ends with the library's own, since both runs are in one process."""

from __future__ import annotations

from ..case import Case, case


def _sets(
    library: str,
    what: str,
    start: str,
    cell: str | list[str],
    check: str,
    end: str,
    needs: str = "",
) -> Case:
    """`start` imports, `end` puts everything back as it was, before and after."""
    name = f"options: {library}: {what}"
    return case(name, f"{start}\n{end}", cell, [check, end], needs=[needs] if needs else ())


def _pandas(what: str, cell: str | list[str], check: str) -> Case:
    start, end = "import pandas as pd\ndf = pd.DataFrame({'a': [1.2345] * 30})", _PANDAS
    return _sets("pandas", what, start, cell, check, end, "pandas")


def _numpy(what: str, cell: str | list[str], check: str) -> Case:
    start = "import numpy as np\na = np.array([1.23456789, 1e-9])"
    return _sets("numpy", what, start, cell, check, _NUMPY, "numpy")


def _plot(what: str, cell: str | list[str], check: str) -> Case:
    start = "%matplotlib inline\nimport matplotlib as mpl\nimport matplotlib.pyplot as plt"
    return _sets("matplotlib", what, start, cell, check, _MATPLOTLIB, "matplotlib")


def _torch(what: str, cell: str, check: str) -> Case:
    return _sets("torch", what, "import torch", cell, check, _TORCH, "torch")


_PANDAS = (
    "for key in ('display.max_rows', 'display.precision', 'display.float_format'):\n"
    "    pd.reset_option(key)"
)
_NUMPY = (
    "np.set_printoptions(precision=8, suppress=False, threshold=1000, formatter=None)\n"
    "np.seterr(divide='warn', over='warn', under='ignore', invalid='warn');"
)
_MATPLOTLIB = (
    "backend = plt.get_backend()\nmpl.rcdefaults()\nplt.switch_backend(backend)\n"
    "mpl.interactive(True)\nmpl.colors.get_named_colors_mapping().update(mpl.colors.BASE_COLORS)"
)
_TORCH = (
    "torch.set_default_dtype(torch.float32)\ntorch.set_grad_enabled(True)\n"
    "torch.set_printoptions(profile='default')\ntorch.use_deterministic_algorithms(False)"
)
_LOGGING = (
    "logging.root.handlers[:] = []\nlogging.root.setLevel('WARNING')\nlogging.disable(0)\n"
    "log = logging.getLogger('cases.options')\nlog.setLevel(0)\nlog.handlers[:] = []\ndel log"
)
_POLARS = "pl.Config.restore_defaults();"

CASES = [
    _pandas("an option", "pd.set_option('display.max_rows', 4)", "df"),
    _pandas("by its attribute", "pd.options.display.precision = 2", "print(df.head(2))"),
    _pandas("put back", "pd.reset_option('display.max_rows')", "print(len(str(df)))"),
    _pandas(
        "a bound method", "pd.options.display.float_format = '{:.1f}'.format", "print(df.head(2))"
    ),
    _pandas(
        "a lambda",
        "pd.set_option('display.float_format', lambda v: f'${v:.2f}')",
        "print(df.head(2))",
    ),
    _pandas(
        "a function of the cell",
        "def money(v): return f'{v:.0f} €'\npd.options.display.float_format = money",
        "print(df.head(2), pd.get_option('display.float_format') is money)",
    ),
    _pandas(
        "an option that holds inside only",
        "with pd.option_context('display.max_rows', 4):\n    n = len(str(df))",
        "print(n, len(str(df)))",
    ),
    _pandas(
        "one cell after the other",
        ["pd.set_option('display.max_rows', 4)", "pd.set_option('display.precision', 1)\ndf"],
        "df",
    ),
    _pandas(
        "a cell that raises",
        "pd.set_option('display.max_rows', 4)\ntry:\n    1 / 0\nexcept ArithmeticError:\n    pass",
        "print(pd.get_option('display.max_rows'))",
    ),
    _pandas(
        "set before it raises",
        "pd.set_option('display.max_rows', 4)\nraise ValueError('x')",
        "print(pd.get_option('display.max_rows'))",
    ),
    _numpy("how numbers look", "np.set_printoptions(precision=2, suppress=True)", "print(a)"),
    _numpy(
        "everything is shown",
        "np.set_printoptions(threshold=np.inf)",
        "print(len(str(np.zeros(2000))))",
    ),
    _numpy(
        "a table of functions",
        "np.set_printoptions(formatter={'float': '{:.1e}'.format})",
        "print(a)",
    ),
    _numpy("what is an error", "old = np.seterr(all='ignore')", "print(a / 0, old)"),
    _numpy(
        "errors that hold inside only",
        "with np.errstate(all='ignore'):\n    b = a / 0",
        "print(b, np.geterr())",
    ),
    _numpy(
        "named anew in the cell",
        "import numpy\nnumpy.set_printoptions(precision=3)",
        "print(a)",
    ),
    _plot("a style", "plt.style.use('ggplot')", "plt.plot([1, 3, 2]);"),
    _plot(
        "by their names",
        "plt.rcParams['lines.linewidth'] = 5\nmpl.rcParams.update({'axes.grid': True})",
        "plt.plot([1, 3, 2]);",
    ),
    _plot("by their group", "plt.rc('font', size=16, family=['serif'])", "plt.plot([1, 3, 2]);"),
    _plot(
        "ends of lines and colours",
        "from cycler import cycler\nplt.rcParams['lines.solid_capstyle'] = 'round'\n"
        "plt.rcParams['axes.prop_cycle'] = cycler(color=['k', 'r']) + cycler(lw=[1, 4])",
        "plt.plot([1, 3, 2])\nplt.plot([3, 1, 2]);",
    ),
    _plot(
        "what a letter stands for",
        "mpl.colors.get_named_colors_mapping()['b'] = (0.1, 0.5, 0.2)",
        "plt.plot([1, 3, 2], 'b');",
    ),
    _plot(
        "changed where they are",
        "plt.rcParams['figure.figsize'][0] = 3",
        "plt.plot([1, 3, 2]);",
    ),
    _plot(
        "as drawn by hand", "plt.xkcd();", "print(plt.rcParams['path.sketch'])\nplt.plot([1, 3]);"
    ),
    _plot(
        "a style that holds inside only",
        "with plt.style.context('ggplot'):\n    plt.plot([1, 2])\n    plt.show()",
        "plt.plot([1, 2]);",
    ),
    _plot(
        "put back",
        ["plt.style.use('ggplot')", "mpl.rcdefaults()"],
        "print(plt.rcParams['axes.grid'])",
    ),
    _torch(
        "numbers by default", "torch.set_default_dtype(torch.float64)", "print(torch.ones(1).dtype)"
    ),
    _torch("no gradients", "torch.set_grad_enabled(False);", "print(torch.is_grad_enabled())"),
    _torch(
        "how tensors look",
        "torch.set_printoptions(precision=2, sci_mode=False)",
        "print(torch.tensor([1.23456, 1e-7]))",
    ),
    _torch(
        "the same each time",
        "torch.use_deterministic_algorithms(True, warn_only=True)",
        "print(torch.are_deterministic_algorithms_enabled())",
    ),
    _sets(
        "sklearn",
        "what a transformer gives",
        "import sklearn\nimport pandas as pd\nfrom sklearn.preprocessing import StandardScaler",
        "sklearn.set_config(transform_output='pandas')",
        "print(StandardScaler().fit_transform(pd.DataFrame({'a': [1.0, 2.0]})))",
        "sklearn.set_config(transform_output='default')",
        "sklearn",
    ),
    _sets(
        "polars",
        "rows and separators",
        "import polars as pl\ndf = pl.DataFrame({'a': [12345.678] * 20})",
        "pl.Config.set_tbl_rows(3)\npl.Config.set_thousands_separator(True)\n"
        "pl.Config(fmt_str_lengths=5);",
        "print(df)",
        _POLARS,
        "polars",
    ),
    _sets(
        "logging",
        "what is shown and how",
        "import logging, sys",
        "logging.basicConfig(level=logging.INFO, stream=sys.stdout, "
        "format='%(name)s: %(message)s')",
        "logging.info('seen')\nlogging.debug('unseen')\nprint(len(logging.root.handlers))",
        _LOGGING,
    ),
    _sets(
        "logging",
        "a logger's level, and a stop for all below",
        "import logging",
        "logging.getLogger('cases.options').setLevel(logging.DEBUG)\nlogging.disable(logging.INFO)",
        "one = logging.getLogger('cases.options')\n"
        "print(one.level, one.isEnabledFor(20), one.isEnabledFor(30))\ndel one",
        _LOGGING,
    ),
    _sets(
        "logging",
        "a handler taken away",
        "import logging, sys\nlogging.basicConfig(stream=sys.stdout)",
        "logging.getLogger().handlers.clear()",
        "print(logging.root.handlers)",
        _LOGGING,
    ),
    _sets(
        "warnings",
        "all are off",
        "import warnings",
        "warnings.filterwarnings('ignore')",
        "warnings.warn('quiet')\nprint(len(warnings.filters))",
        "pass",
    ),
    _sets(
        "warnings",
        "some are, in their order",
        "import warnings\nwarnings.simplefilter('error', UserWarning)",
        "warnings.filterwarnings('ignore', message='hush')\n"
        "warnings.simplefilter('always', FutureWarning)",
        "warnings.warn('hush, you')\nfor _ in range(2):\n    warnings.warn('soon', FutureWarning)\n"
        "print([one[0] for one in warnings.filters])",
        "pass",
    ),
    _sets(
        "warnings",
        "a category of the cell's import",
        "import warnings",
        "from sklearn.exceptions import ConvergenceWarning\n"
        "warnings.simplefilter('ignore', ConvergenceWarning)",
        "warnings.warn('did not converge', ConvergenceWarning)\nprint(warnings.filters[0][2])",
        "pass",
        "sklearn",
    ),
    _sets(
        "warnings",
        "none is left",
        "import warnings",
        "warnings.resetwarnings()",
        "print(warnings.filters)\nwarnings.warn('old', DeprecationWarning)",
        "pass",
    ),
    _sets(
        "warnings",
        "filters that hold inside only",
        "import warnings",
        "with warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n"
        "    warnings.warn('no')",
        "print(len(warnings.filters))",
        "pass",
    ),
    _sets(
        "locale",
        "how numbers look",
        "import locale",
        "locale.setlocale(locale.LC_NUMERIC, 'C.UTF-8');",
        "print(locale.setlocale(locale.LC_NUMERIC))",
        "locale.setlocale(locale.LC_NUMERIC, 'C');",
    ),
    _sets(
        "Python",
        "how deep functions may call",
        "import sys\ndeep = sys.getrecursionlimit()",
        "sys.setrecursionlimit(deep + 500)",
        "print(sys.getrecursionlimit() - deep)",
        "sys.setrecursionlimit(deep)",
    ),
    _sets(
        "decimal",
        "digits, and what raises",
        "import decimal",
        "from decimal import getcontext, Inexact\ngetcontext().prec = 4",
        "print(decimal.Decimal(1) / 3)",
        "decimal.getcontext().prec = 28\ndecimal.getcontext().clear_flags()",
    ),
]
