"""Values of every usual kind, there and back: equal, of the same types, sharing what they did."""

from __future__ import annotations

from ..case import Case, case

_PLAIN = {
    "none": "None",
    "bools": "[True, False]",
    "a big integer": "-(10**80)",
    "floats": "[0.1, -0.0, float('nan'), float('inf'), 5e-324]",
    "complex": "3 - 2j",
    "text": "'grüße \\U0001f600 \\x00 end'",
    "a lone surrogate": "'a\\ud800b'",
    "bytes": "bytes(range(256))",
    "a bytearray": "bytearray(b'abc')",
    "an empty list": "[]",
    "nested lists": "[[1, [2, [3]]], []]",
    "a tuple": "(1, (2,), ())",
    "a set": "{3, 1, 2}",
    "a frozenset": "frozenset({'a', (1, 2)})",
    "a dict in its order": "{'b': 1, 'a': 2}",
    "keys that are no strings": "{1: 'a', None: 'b', (1, 2): 'c', 2.5: 'd', True and 'x': 0}",
    "a range": "range(3, 30, 4)",
    "a slice": "slice(1, None, 2)",
    "an ellipsis": "...",
    "a decimal": "__import__('decimal').Decimal('1.10')",
    "a fraction": "__import__('fractions').Fraction(3, 7)",
    "a date and a time": "__import__('datetime').datetime(2024, 2, 29, 1, 2, 3, 4, fold=1)",
    "a time zone": "__import__('zoneinfo').ZoneInfo('Europe/Berlin')",
    "a time difference": "__import__('datetime').timedelta(days=-1, microseconds=5)",
    "a path": "__import__('pathlib').PurePosixPath('a/b')",
    "a uuid": "__import__('uuid').UUID(int=7)",
    "a pattern": "__import__('re').compile('a+', 2)",
    "an ordered dict": "__import__('collections').OrderedDict([('b', 1), ('a', 2)])",
    "a defaultdict": "__import__('collections').defaultdict(list, {'a': [1]})",
    "a counter": "__import__('collections').Counter('abca')",
    "a deque": "__import__('collections').deque([1, 2], maxlen=3)",
    "an array of the standard library": "__import__('array').array('d', [1.5, 2.5])",
    "a partial of a built-in": "__import__('functools').partial(int, base=2)",
    "a built-in function": "len",
    "a type": "dict",
    "an exception": "ValueError('x', 3)",
    "a simple namespace": "__import__('types').SimpleNamespace(a=1, b=[2])",
}

_ARRAYS = {
    "floats": "np.linspace(0, 1, 7)",
    "no elements": "np.zeros((0, 3), dtype='i2')",
    "no dimensions": "np.array(5.0)",
    "big endian": "np.arange(4, dtype='>i4')",
    "Fortran order": "np.asfortranarray(np.arange(6.0).reshape(2, 3))",
    "strides": "np.arange(20)[::3]",
    "bools": "np.array([True, False])",
    "complex numbers": "np.array([1 + 2j])",
    "texts": "np.array(['a', 'bcd'])",
    "dates": "np.array(['2020-01-01', 'NaT'], dtype='M8[ns]')",
    "records": "np.array([(1, 2.5)], dtype=[('a', 'i4'), ('b', 'f8')])",
    "objects": "np.array([None, 'a', [1]], dtype=object)",
    "a mask": "np.ma.array([1, 2, 3], mask=[0, 1, 0])",
    "a scalar": "np.float32(1.5)",
    "a dtype": "np.dtype('f4')",
    "half precision": "np.array([1, 2], dtype='f2')",
}

_FRAMES = {
    "numbers": "pd.DataFrame({'a': [1, 2], 'b': [0.5, None]})",
    "texts": "pd.DataFrame({'s': ['x', None, 'z']})",
    "categories": "pd.DataFrame({'c': pd.Categorical(['b', 'a'], ['b', 'a', 'q'], ordered=True)})",
    "dates with a zone": "pd.DataFrame({'t': pd.date_range('2020', periods=2, tz='Asia/Tokyo')})",
    "an index with a name": "pd.DataFrame({'a': [1]}, index=pd.Index(['k'], name='key'))",
    "two levels": "pd.DataFrame({'a': [1]}, index=pd.MultiIndex.from_tuples([(1, 'x')]))",
    "duplicate columns": "pd.DataFrame([[1, 2]], columns=['a', 'a'])",
    "columns that are numbers": "pd.DataFrame([[1, 2]], columns=[0, 1])",
    "nullable integers": "pd.DataFrame({'i': pd.array([1, None], dtype='Int64')})",
    "mixed objects": "pd.DataFrame({'o': [1, 'a', [2]]})",
    "a series": "pd.Series([1, 2], name='s', index=['a', 'b'])",
    "an index": "pd.Index([3, 1, 2], name='i')",
    "a time span": "pd.Series(pd.to_timedelta(['1 day', None]))",
    "periods": "pd.Series(pd.period_range('2020-01', periods=2, freq='M'))",
    "intervals": "pd.Series(pd.interval_range(0, 3))",
    "attributes": "(lambda d: (d.attrs.update(k=1), d)[1])(pd.DataFrame({'a': [1]}))",
    "a timestamp": "pd.Timestamp('2020-01-01 12:00', tz='UTC')",
    "nothing": "pd.DataFrame()",
    "missing": "[pd.NA, pd.NaT]",
}


def _both_ways(kind: str, setup: str, table: dict[str, str]) -> list[Case]:
    """Sent and brought back, and made there."""
    made = []
    for name, text in table.items():
        made.append(
            case(
                f"{kind}: {name}",
                [setup, f"value = {text}"],
                f"copy = [value, value]\nmade = {text}\nkind = type(value).__name__",
                "print(type(copy[0]).__name__)",
            )
        )
    return made


CASES = [
    *_both_ways("plain", "", _PLAIN),
    *_both_ways("array", "import numpy as np", _ARRAYS),
    *_both_ways("frame", "import pandas as pd", _FRAMES),
    case(
        "sparse matrices",
        "import scipy.sparse as sp\nm = sp.csr_matrix([[0, 1.5], [2, 0]])",
        "n = m.T.tocoo()\no = sp.random_array((3, 3), density=0.5, rng=1).tocsc()",
    ),
    case(
        "two names for one list",
        "a = [1]\nb = a\npair = [a, a]",
        "c = [a, b]\nd = c\nsame = a is b",
        "c[0].append(2)\nprint(a, b, pair, d, same)",
    ),
    case(
        "an array and a view of it",
        "import numpy as np\na = np.arange(6)\nv = a[2:4]",
        "a[2] = 99\nseen = int(v[0])",
        "a[3] = 77\nprint(v, seen)",
    ),
    case(
        "a list in itself",
        "a = []\na.append(a)",
        "b = [a]\nok = a[0] is a",
        "print(ok, b[0] is a or b[0][0] is b[0])",
    ),
    case(
        "a dict whose values share",
        "row = [0]\ntable = {'x': row, 'y': row}",
        "table['x'].append(1)",
        "print(table, row, table['x'] is row)",
    ),
    case("nothing but a name that is there", "x = 5", "x", "print(x)"),
    case(
        "many names",
        "\n".join(f"n{i} = {i}" for i in range(60)),
        "total = " + " + ".join(f"n{i}" for i in range(60)),
    ),
]
