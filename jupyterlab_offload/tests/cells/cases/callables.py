"""Functions and methods inside values: they read the notebook's names and share what they hold."""

from __future__ import annotations

from ..case import case

_COUNTER = """
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
"""

_PAIR = """
def account():
    total = [0]
    count = 0
    def add(x):
        nonlocal count
        count += 1
        total[0] += x
    def read():
        return total, count
    return {'add': add, 'read': read}
"""

_LAYER = """
import torch
torch.manual_seed(0)
layer, seen = torch.nn.Linear(2, 1), []
"""

# Its cache holds weak references.
DISPATCHER = ("kind",)

CASES = [
    case(
        "a lambda in a dict changes a list of the notebook",
        "seen = []\ntable = {'put': lambda x: seen.append(x)}",
        "table['put'](1)",
        "print(seen)\ntable['put'](2)\nprint(seen)",
    ),
    case(
        "a lambda as an attribute changes a list of the notebook",
        "seen = []\nclass Button: pass\nbutton = Button()\nbutton.click = lambda: seen.append(1)",
        "button.click()",
        "button.click()\nprint(seen)",
    ),
    case(
        "a lambda in a list reads another through a third",
        "rate = {'a': 2}\ntwice = [lambda x: x * rate['a']]\nsteps = [lambda x: twice[0](x) + 1]",
        "y = steps[0](3)\nrate['a'] = 5",
        "print(y, steps[0](3))",
    ),
    case(
        "a bound method in a list changes its object",
        "class Total:\n    n = 0\n    def add(self, x): self.n += x\n"
        "total = Total()\ncalls = [total.add]",
        "calls[0](5)",
        "print(total.n, calls[0].__self__ is total)\ncalls[0](1)\nprint(total.n)",
    ),
    case(
        "a builtin's bound method in a list changes its object",
        "seen, index = [], {}\ncalls = [seen.append, index.update]",
        "calls[0](1)\ncalls[1](a=2)",
        "print(seen, index)\ncalls[0](3)\nprint(seen)",
    ),
    case(
        "what a closure in a list holds is changed",
        "def maker(kept):\n    def put(x):\n        kept.append(x)\n    return put\n"
        "seen = []\nput = maker(seen)\ncalls = [put]",
        "calls[0](1)",
        "put(2)\nprint(seen, calls[0] is put)",
    ),
    case(
        "a counter in a list",
        f"{_COUNTER}calls = [counter()]",
        "first = [calls[0](), calls[0]()]",
        "print(first, calls[0]())",
    ),
    case(
        "a counter under a name and in a list",
        f"{_COUNTER}tick = counter()\ncalls = [tick]",
        "first = [tick(), calls[0](), tick()]",
        "print(first, tick(), calls[0](), calls[0] is tick)",
    ),
    case(
        "two closures over the same variables",
        f"{_PAIR}mine = account()",
        "mine['add'](5)\nmine['add'](6)\ngot = mine['read']()",
        "mine['add'](1)\nprint(got, mine['read']())",
    ),
    case(
        "two closures over the same variables, made in the job",
        _PAIR,
        "mine = account()\nmine['add'](5)",
        "mine['add'](1)\nprint(mine['read']())",
    ),
    case(
        "a function that calls itself, in a list",
        "def make():\n    def fact(n):\n        return 1 if n < 2 else n * fact(n - 1)\n"
        "    return [fact]\ncalls = make()",
        "f5 = calls[0](5)\ncalls.append(len)",
        "print(f5, calls[0](6), calls[1] is len)",
    ),
    case(
        "functions that the job puts into a dict read the notebook's names later",
        "factor = 2",
        "table = {'times': lambda x: x * factor, 'plus': lambda x, more=[1]: x + more[0]}",
        "factor = 10\nprint(table['times'](3), table['plus'](3))",
    ),
    case(
        "partial objects over what changes",
        "from functools import partial\nseen = []\ndef put(kept, x, *, to=None):\n"
        "    kept.append(x)\n    to.add(x)\nnames = set()\n"
        "calls = [partial(put, seen, to=names)]",
        "calls[0](1)",
        "calls[0](2)\nprint(seen, names)",
    ),
    case(
        "callbacks of an object, registered in the job",
        "class Bus:\n    def __init__(self): self.calls = []\n"
        "    def on(self, call): self.calls.append(call)\n"
        "    def emit(self, x): return [call(x) for call in self.calls]\n"
        "class Sink:\n    def __init__(self): self.got = []\n"
        "    def take(self, x): self.got.append(x)\n"
        "bus, sink = Bus(), Sink()",
        "bus.on(sink.take)\nbus.on(lambda x: x + 1)\nfirst = bus.emit(1)",
        "print(first, bus.emit(2), sink.got)",
    ),
    case(
        "a function with attributes and defaults, in a dict",
        "def make():\n    def f(x, kept=[]):\n        kept.append(x)\n        f.calls += 1\n"
        "        return kept\n    f.calls = 0\n    return {'f': f}\ntable = make()",
        "got = table['f'](1)",
        "print(got, table['f'](2), table['f'].calls)",
    ),
    case(
        "a hook of a layer writes into a list",
        f"{_LAYER}hook = layer.register_forward_hook(lambda m, i, o: seen.append(o.item()))",
        "out = layer(torch.ones(1, 2)).detach()",
        "hook.remove()\n_ = layer(torch.ones(1, 2))\nprint(seen, out)\n"
        "layer._forward_hooks.clear()\ndel hook, _",
        needs=("torch",),
    ),
    case(
        "a function for one more type is registered",
        "from functools import singledispatch\n@singledispatch\ndef kind(x): return 'any'\n"
        "@kind.register\ndef _(x: str): return 'text'",
        "@kind.register\ndef _(x: int): return 'number'\n"
        "@kind.register(float)\ndef kind_of_float(x): return 'float'\nfirst = kind(1)",
        "print(first, kind(2), kind('a'), kind(2.5), kind([]))",
        differs=DISPATCHER,
    ),
    case(
        "a dispatcher that is made in the job",
        "other = []",
        "from functools import singledispatch\n@singledispatch\ndef kind(x): return 'any'\n"
        "@kind.register\ndef _(x: int): return 'number'",
        "print(kind(2), kind('a'), kind.registry[int].__name__)",
        differs=DISPATCHER,
    ),
]
