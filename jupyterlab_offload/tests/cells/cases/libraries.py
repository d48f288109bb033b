"""matplotlib, tqdm and polars, where they are installed."""

from __future__ import annotations

from ..case import Case, case


def _plot(name: str, setup: str, cell: str | list[str], check: str = "") -> Case:
    start = "%matplotlib inline\nimport matplotlib.pyplot as plt\n"
    return case(f"matplotlib: {name}", start + setup, cell, check, needs=["matplotlib"])


def _polars(name: str, setup: str, cell: str | list[str], check: str = "") -> Case:
    return case(f"polars: {name}", f"import polars as pl\n{setup}", cell, check, needs=["polars"])


def _bar(name: str, cell: str, *, output: bool = True, check: str = "") -> Case:
    return case(
        f"tqdm: {name}", "from tqdm import tqdm", cell, check, needs=["tqdm"], output=output
    )


CASES = [
    _plot("a line", "", "plt.plot([1, 2]);"),
    _plot(
        "two figures and a printed line",
        "",
        "plt.plot([1, 2])\nplt.title('one')\nplt.show()\nprint('between')\n"
        "fig, ax = plt.subplots()\nax.bar(['a', 'b'], [1, 3])\nplt.show()\ndel fig, ax",
    ),
    _plot(
        "a figure as the last value",
        "",
        "fig = plt.figure()\nfig.add_subplot().plot([1, 2])\nplt.close()\nfig",
    ),
    _plot("the last value and the figure", "", "plt.hist([1, 2, 2, 3])"),
    _plot("nothing is drawn when it is closed", "", "plt.plot([1])\nplt.close('all')"),
    _plot(
        "options of the kernel",
        "plt.rcParams['figure.figsize'] = (2, 1)\nplt.rcParams['lines.linewidth'] = 4\n"
        "plt.style.use('ggplot')",
        "plt.plot([1, 2]);\nsize = list(plt.rcParams['figure.figsize'])",
        "print(size)\nplt.rcdefaults()",
    ),
    _plot(
        "an axes that comes back is drawn on",
        "",
        "fig, ax = plt.subplots()\nlines = ax.plot([1, 2])\nplt.close(fig)",
        "ax.plot([3, 4])\nprint(len(ax.lines), lines[0] is ax.lines[0], ax.figure is fig)",
    ),
    _plot(
        "a figure that went is drawn on",
        "fig, ax = plt.subplots()\nplt.close(fig)",
        "ax.plot([1, 2])\nax.set_title('there');",
        "print(len(ax.lines), ax.get_title(), fig.axes[0] is ax)",
    ),
    _plot("it is saved", "", "plt.plot([1])\nplt.savefig('plot.png')\nplt.close()", "!ls"),
    _plot("a pandas plot", "import pandas as pd\ndf = pd.DataFrame({'a': [1, 3]})", "df.plot();"),
    _plot(
        "a colormap and a norm",
        "from matplotlib import cm, colors",
        "norm = colors.Normalize(0, 2)\nfound = cm.viridis(norm(1))",
        "print(found, norm.vmax)",
    ),
    _bar("a bar", "s = sum(tqdm(range(3), bar_format='{l_bar}{bar:8} {n_fmt}'))"),
    _bar(
        "a bar that is told of steps",
        "bar = tqdm(total=2, desc='work', bar_format='{desc} {n_fmt}/{total_fmt}')\n"
        "for _ in range(2):\n    bar.update()\nbar.close()\ndel bar",
    ),
    _bar(
        "a bar and printed lines",
        "for i in tqdm(range(2), bar_format='{n_fmt}'):\n    tqdm.write(f'step {i}')",
        output=False,
        check="print(i)",
    ),
    _bar(
        "the bar of a notebook",
        "from tqdm.auto import tqdm as auto\nx = list(auto(range(2)))",
        output=False,
        check="print(x)",
    ),
    _polars(
        "a frame",
        "df = pl.DataFrame({'a': [1, None, 3], 'b': ['x', 'y', None],"
        " 'c': [1.5, -0.0, float('nan')]})",
        "out = df.with_columns((pl.col('a') * 2).alias('d'))",
        "print(out, out.schema)",
    ),
    _polars(
        "kinds of columns",
        "import datetime as dt, decimal\ndf = pl.DataFrame({'d': [dt.date(2024, 1, 2)],"
        " 't': [dt.datetime(2024, 1, 2, 3, tzinfo=dt.timezone.utc)], 'l': [[1, 2]],"
        " 's': [{'k': 1}], 'n': [decimal.Decimal('1.10')], 'o': [dt.timedelta(seconds=3)]})\n"
        "df = df.with_columns(pl.Series('c', ['u'], dtype=pl.Categorical),"
        " pl.Series('e', ['v'], dtype=pl.Enum(['v', 'w'])))",
        "again = pl.concat([df, df])",
        "print(again.schema, again.rows())",
    ),
    _polars(
        "a series", "s = pl.Series('v', [3, 1, 2], dtype=pl.Int16)", "t = s.sort()", "print(t)"
    ),
    _polars(
        "a lazy frame",
        "lf = pl.LazyFrame({'a': [1, 2, 3]})",
        "found = lf.filter(pl.col('a') > 1).collect()\nlater = lf.select(pl.col('a').sum())",
        "print(found, later.collect())",
    ),
    _polars(
        "an expression", "e = pl.col('a') + 1", "r = pl.DataFrame({'a': [1]}).select(e)", "print(r)"
    ),
    _polars("a frame is shown", "df = pl.DataFrame({'a': [1]})", "df"),
    _polars(
        "a frame changes in place",
        "df = pl.DataFrame({'a': [1, 2]})\nalias = df",
        "df[0, 'a'] = 9\ndf.insert_column(1, pl.Series('b', [3, 4]));",
        "print(df, alias)",
    ),
    _polars(
        "grouped, from pandas, to numpy",
        "import pandas as pd\npdf = pd.DataFrame({'k': ['a', 'b', 'a'], 'v': [1, 2, 3]})",
        "df = pl.from_pandas(pdf)\ng = df.group_by('k', maintain_order=True).sum()\n"
        "a = g['v'].to_numpy()",
        "print(g, a)",
    ),
    _polars("a column that is not there raises", "df = pl.DataFrame({'a': [1]})", "df['b']"),
]
