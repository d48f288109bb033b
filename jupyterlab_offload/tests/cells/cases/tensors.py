"""PyTorch: what trains together stays together."""

from __future__ import annotations

from collections.abc import Sequence

from ..case import Case, case


def torch_case(
    name: str, setup: str, cell: str | list[str], check: str = "", differs: Sequence[str] = ()
) -> Case:
    start = "import torch\nfrom torch import nn\ntorch.manual_seed(0)\n"
    return case(f"torch: {name}", start + setup, cell, check, needs=["torch"], differs=differs)


_TRAINING = """
net = nn.Sequential(nn.Linear(3, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, 1))
X = torch.randn(32, 3)
y = X.sum(1, keepdim=True)
losses = []
def epochs(count):
    for _ in range(count):
        opt.zero_grad()
        loss = nn.functional.mse_loss(net(X), y)
        loss.backward()
        opt.step()
        losses.append(loss.item())
"""

CASES = [
    torch_case(
        "model and optimizer",
        f"{_TRAINING}\nopt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)",
        ["epochs(3)", "epochs(3)"],
        "epochs(2)\nprint(losses)",
    ),
    torch_case(
        "Adam and a schedule",
        f"{_TRAINING}\nopt = torch.optim.AdamW(net.parameters(), lr=0.1)\n"
        "plan = torch.optim.lr_scheduler.StepLR(opt, 1, 0.5)",
        ["epochs(2)\nplan.step()", "epochs(2)\nplan.step()"],
        "print(losses, plan.get_last_lr(), plan.optimizer is opt)\nepochs(1)\nplan.step()\n"
        "print(losses[-1], opt.param_groups[0]['params'][0] is net[0].weight)",
    ),
    torch_case(
        "the model and its optimizer are made in a cell",
        "",
        [
            "net = nn.Linear(2, 1)\nopt = torch.optim.Adam(net.parameters(), lr=0.1)\n"
            "X = torch.ones(4, 2)",
            "for _ in range(3):\n    opt.zero_grad()\n    net(X).sum().backward()\n    opt.step()",
        ],
        "print(net.weight, net.weight.grad, opt.state_dict())",
    ),
    torch_case(
        "a module of the notebook",
        "class Net(nn.Module):\n    def __init__(self, width=4):\n        super().__init__()\n"
        "        self.body = nn.Linear(2, width)\n        self.head = nn.Linear(width, 1)\n"
        "        self.register_buffer('seen', torch.zeros(1))\n"
        "    def forward(self, x):\n        self.seen += len(x)\n"
        "        return self.head(torch.relu(self.body(x)))\n"
        "net = Net()\nalias = net.head",
        "out = net(torch.ones(5, 2))\nout.sum().backward()\nnet.eval();",
        "print(net.seen, net.training, alias is net.head, alias.weight.grad, type(net) is Net)",
    ),
    torch_case(
        "a state_dict",
        "net = nn.Linear(2, 2)\nbefore = net.weight",
        "with torch.no_grad():\n    net.weight.fill_(2.0)\nstate = net.state_dict()",
        "state['weight'][0, 0] = 7.0\nprint(net.weight, before is net.weight, state)",
    ),
    torch_case(
        "a state_dict is loaded",
        "one, two = nn.Linear(2, 2), nn.Linear(2, 2)\nstate = one.state_dict()",
        "answer = two.load_state_dict(state)",
        "print(answer, torch.equal(one.weight, two.weight), one.weight is two.weight)",
    ),
    torch_case(
        "tensors with one storage",
        "base = torch.arange(6.0)\nrows = base.view(2, 3)\nlast = base[3:]",
        "rows[1, 0] = -1.0\nfirst = base[:2]",
        "base[0] = 9\nbase[4] = 8\nprint(base, rows, last, first)",
    ),
    torch_case(
        "one storage, made in a cell",
        "",
        "t = torch.zeros(4)\nv = t[1:3]\nw = t.view(2, 2).T",
        "t += 1\nv[0] = 5\nprint(t, v, w, w.is_contiguous(), v.storage_offset())",
    ),
    torch_case(
        "a tensor and its array",
        "import numpy as np\na = np.zeros(3)\nt = torch.from_numpy(a)",
        "t += 1",
        "a[0] = 5\nprint(a, t)",
    ),
    torch_case(
        "tied weights",
        "enc = nn.Linear(3, 3, bias=False)\ndec = nn.Linear(3, 3, bias=False)\n"
        "dec.weight = enc.weight",
        "with torch.no_grad():\n    enc.weight *= 2",
        "print(dec.weight is enc.weight, dec.weight)",
    ),
    torch_case(
        "kinds of numbers",
        "kinds = [torch.tensor([1, 0, 1]).to(k) for k in (torch.bool, torch.uint8, torch.int64,"
        " torch.float16, torch.bfloat16, torch.float64, torch.complex64)]\n"
        "nothing, single = torch.empty(0, 3), torch.tensor(2.5)",
        "again = [k + k if k.dtype != torch.bool else ~k for k in kinds]\nshape = nothing.shape\n"
        "single2 = single * 2",
        "print(again, shape, type(shape), single2, kinds[0].dtype)",
    ),
    torch_case(
        "requires_grad and grad",
        "w = torch.ones(2, requires_grad=True)",
        "(w * 3).sum().backward()\nleaf = w.detach()",
        "print(w, w.grad, w.is_leaf, leaf.requires_grad)",
    ),
    torch_case(
        "data in workers",
        "from torch.utils.data import DataLoader, Dataset\nclass Squares(Dataset):\n"
        "    def __len__(self): return 8\n    def __getitem__(self, i): return i * i, -i\n"
        "def collate(rows): return torch.tensor(rows)\ndata = Squares()",
        "loader = DataLoader(data, batch_size=4, num_workers=2, collate_fn=collate)\n"
        "batches = [b for b in loader]\ndel loader",
        "print(batches)",
    ),
    torch_case(
        "a loader that was made before",
        "from torch.utils.data import DataLoader, TensorDataset\n"
        "data = TensorDataset(torch.arange(6.0), torch.arange(6))\n"
        "loader = DataLoader(data, batch_size=3, shuffle=True)",
        "seen = [x.tolist() for x, _ in loader]",
        "print(seen, loader.dataset is data, next(iter(loader)))",
    ),
    torch_case(
        "a class is shown",
        "net = nn.Sequential(nn.Linear(2, 2), nn.ReLU())",
        "print(sum(p.numel() for p in net.parameters()))\nnet",
    ),
    torch_case(
        "a list of parameters",
        "ws = [torch.zeros(2, requires_grad=True) for _ in range(2)]\n"
        "opt = torch.optim.SGD(ws, lr=1.0)",
        "opt.zero_grad()\nsum((w - 1).pow(2).sum() for w in ws).backward()\nopt.step()",
        "print(ws, opt.param_groups[0]['params'][1] is ws[1])",
    ),
    torch_case(
        "no_grad and a default kind",
        "torch.set_default_dtype(torch.float64)",
        "x = torch.ones(2)\nwith torch.no_grad():\n    y = nn.Linear(2, 1)(x)",
        "print(x.dtype, y.requires_grad)\ntorch.set_default_dtype(torch.float32)",
    ),
    torch_case(
        "saved and loaded",
        "net = nn.Linear(2, 1)",
        "torch.save(net.state_dict(), 'net.pt')",
        "again = torch.load('net.pt')\nprint(torch.equal(again['weight'], net.weight))",
    ),
    torch_case(
        "the error of a shape raises",
        "net = nn.Linear(2, 1)",
        "net(torch.ones(1, 3))",
    ),
    torch_case(
        "a generator of one's own goes on",
        "g = torch.Generator()\ng.manual_seed(3)\nalias = g\nfirst = torch.rand(2, generator=g)",
        "x = torch.rand(2, generator=g)\nh = torch.Generator().manual_seed(9)",
        "print(first, x, torch.rand(2, generator=alias), torch.rand(1, generator=h), alias is g)",
        differs=["g", "alias", "h"],
    ),
    torch_case(
        "the kernel's random state goes on",
        "torch.manual_seed(5)\na = torch.rand(2)",
        ["b = torch.rand(2)", "c = nn.Linear(2, 2)\nd = torch.randperm(5)"],
        "print(a, b, c.weight, d, torch.randn(2))",
    ),
    torch_case(
        "a loader with a generator",
        "from torch.utils.data import DataLoader\ng = torch.Generator().manual_seed(1)\n"
        "loader = DataLoader(list(range(6)), batch_size=2, shuffle=True, generator=g)",
        "one = [b.tolist() for b in loader]",
        "two = [b.tolist() for b in loader]\nprint(one, two, loader.generator is g)",
        differs=["g", "loader"],
    ),
    torch_case(
        "sparse tensors",
        "import warnings\nwarnings.simplefilter('ignore')\n"
        "coo = torch.sparse_coo_tensor([[0, 1], [2, 0]], [3.0, 4.0], (2, 3))",
        "dense = coo.to_dense()\ntwice = coo * 2\n"
        "rows = torch.eye(3).to_sparse_csr().crow_indices()\n"
        "flat = coo.coalesce()",
        "print(dense, twice.to_dense(), rows, flat.is_coalesced(), coo.layout)",
        differs=["coo", "twice", "flat"],
    ),
    torch_case(
        "an embedding with sparse gradients",
        "net = nn.Embedding(4, 2, sparse=True)\nopt = torch.optim.SparseAdam(net.parameters())",
        "net(torch.tensor([1, 1, 3])).sum().backward()\nopt.step()",
        "print(net.weight.grad.to_dense(), net.weight, len(opt.state))",
        differs=["net", "opt"],
    ),
    torch_case(
        "devices, dtypes and sizes",
        "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\n"
        "kind = torch.float16",
        "x = torch.ones(2, 3, dtype=kind, device=device)\nsize = x.shape\n"
        "net = nn.Linear(3, 1).to(device)\n"
        "where = next(net.parameters()).device",
        "print(device, kind, size, where == device, torch.Size([1, 2]))",
    ),
    torch_case(
        "hooks, buffers and a frozen layer",
        "net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))\n"
        "net[0].weight.requires_grad_(False)\n"
        "seen = []\ndef note(module, args, out):\n    seen.append(tuple(out.shape))\n"
        "handle = net.register_forward_hook(note)",
        "net(torch.ones(3, 2)).sum().backward()",
        "net(torch.ones(4, 2))\nprint(seen, net[1].num_batches_tracked, net[0].weight.grad, "
        "net[0].bias.grad)",
        differs=["handle", "net"],
    ),
    torch_case(
        "a graph that goes on in the kernel",
        "w = torch.ones(2, requires_grad=True)",
        "loss = (w * torch.tensor([1.0, 2.0])).sum()\nvalue = loss.item()",
        "print(value, w.grad)",
        differs=["loss"],
    ),
]
