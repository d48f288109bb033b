"""Libraries that draw: what they were set to, here and in jobs, and what they leave behind."""

from __future__ import annotations

from ..case import case

_FRAME = (
    "import numpy as np, pandas as pd\n"
    "df = pd.DataFrame({'x': np.arange(9.0), 'y': np.arange(9.0) ** 2, 'g': list('abc') * 3})\n"
)
_PLOTS = "%matplotlib inline\nimport matplotlib.pyplot as plt\n" + _FRAME
_SEABORN = _PLOTS + "import seaborn as sns\n"

CASES = [
    case(
        "charts: seaborn's axes",
        _SEABORN,
        "ax = sns.scatterplot(df, x='x', y='y', hue='g')",
        "print(ax.get_xlabel(), len(ax.get_legend().get_texts()))",
        needs=["seaborn"],
        differs=["ax"],
    ),
    case(
        "charts: seaborn's grid goes on here",
        _SEABORN,
        "grid = sns.FacetGrid(df, col='g')\ngrid.map(plt.hist, 'x')\nNone",
        "print(len(grid.axes.flat), sorted(grid.axes_dict))",
        needs=["seaborn"],
        differs=["grid"],
    ),
    case(
        "charts: a theme of seaborn's, in a job that has not loaded it",
        _SEABORN + "sns.set_theme(style='dark')",
        "plt.imshow(np.eye(3))",
        "plt.rcdefaults()",
        needs=["seaborn"],
    ),
    case(
        "charts: pandas draws with a theme of seaborn's",
        _SEABORN + "sns.set_theme()",
        "df.groupby('g').mean().plot.bar(subplots=True)\nNone",
        "plt.rcdefaults()",
        needs=["seaborn"],
    ),
    case(
        "charts: a colormap of seaborn's by its name",
        _SEABORN,
        "plt.imshow(np.eye(3), cmap='mako')",
        needs=["seaborn"],
    ),
    case(
        "charts: a job is the first to load seaborn",
        _PLOTS,
        "import seaborn as sns\nsns.set_theme()",
        "plt.imshow(np.eye(3)); print(plt.get_cmap('rocket')(0.5))\nplt.rcdefaults()",
        needs=["seaborn"],
    ),
    case(
        "charts: a colormap that the notebook has registered",
        _PLOTS + "from matplotlib.colors import ListedColormap\n"
        "import matplotlib\n"
        "if 'ours' not in matplotlib.colormaps:\n"
        "    matplotlib.colormaps.register(ListedColormap(['red', 'blue'], 'ours'))",
        "plt.imshow(np.eye(2), cmap='ours')",
        needs=["matplotlib"],
    ),
    case(
        "charts: plotly's figures",
        _FRAME + "import plotly.express as px",
        "fig = px.scatter(df, x='x', y='y', color='g')\nfig.update_layout(title='T')\nNone",
        "print(len(fig.data), fig.layout.title.text, fig.data[0].mode)",
        needs=["plotly"],
        differs=["fig"],
    ),
    case(
        "charts: plotly's renderer goes along",
        "import plotly.graph_objects as go\nimport plotly.io as pio\n"
        "pio.renderers.default = 'plotly_mimetype'",
        "go.Figure(go.Scatter(y=[1, 2]))",
        needs=["plotly"],
    ),
    case(
        "charts: plotly's template comes back",
        "import plotly.io as pio",
        "pio.templates.default = 'ggplot2'",
        "print(pio.templates.default)\npio.templates.default = 'plotly'",
        needs=["plotly"],
    ),
    case(
        "charts: altair draws as many rows as it was told",
        _FRAME + "import altair as alt\nalt.data_transformers.disable_max_rows()",
        "chart = alt.Chart(pd.DataFrame({'a': range(6000)})).mark_bar().encode(x='a')\n"
        "rows = len(str(chart.to_dict()))",
        "print(rows)\nalt.data_transformers.enable('default')\nNone",
        needs=["altair"],
        differs=["chart"],
    ),
    case(
        "charts: altair is set up by a job",
        _FRAME + "import altair as alt",
        "alt.data_transformers.disable_max_rows()\nalt.renderers.enable('mimetype')\nNone",
        "print(alt.data_transformers.options, alt.renderers.active)\n"
        "alt.data_transformers.enable('default')\nalt.renderers.enable('default')\nNone",
        needs=["altair"],
    ),
    case(
        "charts: pandas has tqdm's methods in a job",
        _FRAME + "from tqdm.auto import tqdm\ntqdm.pandas(disable=True)",
        "r = df.x.progress_apply(lambda v: v * 2)",
        "print(r.sum())",
        needs=["tqdm"],
    ),
    case(
        "charts: pandas has tqdm's methods since a job",
        _FRAME,
        "from tqdm.auto import tqdm\ntqdm.pandas(desc='d', disable=True)",
        "print(df.x.progress_apply(abs).sum())",
        needs=["tqdm"],
    ),
]
