"""Attempts at the exercises of Graph Neural Networks as learners write them."""

from __future__ import annotations

DEFINITION, TUPLE, ADD, NORMALIZE, THREE, FIVE, GAT = (
    "gnn.graph_definition",
    "gnn.graphs_tuple",
    "gnn.add_module",
    "gnn.asymmetric_normalization",
    "gnn.gcn_3_layer",
    "gnn.gcn_5_layer",
    "gnn.gat_senders_only",
)


def _graph(edges: str, nodes: str = "range(4)", kind: str = "Graph") -> str:
    return (
        f"G = nx.{kind}()\n### BEGIN SOLUTION\nG.add_nodes_from({nodes})\nG.add_edges_from([{edges}])\n"
        "### END SOLUTION\nnx.draw(G, with_labels=True, node_color='lightblue')\n"
    )


def _tuple(
    nodes: str = "jnp.array([[0.], [1.], [2.], [3.]])",
    edges: str = "jnp.array([[s + r] for s, r in zip(sender_nodes + receiver_nodes, receiver_nodes + sender_nodes)])",
    senders: str = "jnp.array(sender_nodes + receiver_nodes)",
    receivers: str = "jnp.array(receiver_nodes + sender_nodes)",
    n_edge: str = "jnp.array([8])",
) -> str:
    return f"""
sender_nodes = [1, 0, 2, 3]
receiver_nodes = [0, 2, 3, 0]
node_features = {nodes}
edges = {edges}
senders = {senders}
receivers = {receivers}
n_node = jnp.array([4])
n_edge = {n_edge}
global_context = jnp.array([[1]])

graph = jraph.GraphsTuple(
    nodes=node_features,
    edges=edges,
    senders=senders,
    receivers=receivers,
    n_node=n_node,
    n_edge=n_edge,
    globals=global_context,
)
draw_jraph_graph_structure(graph)
"""


def _add(body: str, init: str = "self.number_to_add = number_to_add") -> str:
    return f"""
class Add(hk.Module):
  def __init__(self, number_to_add: int):
    super().__init__()
    {init}

  def __call__(self, x: jnp.ndarray) -> jnp.ndarray:
    {body}

print("Before:\\n", graph.nodes)
update_node_fn = lambda x: Add(number_to_add=3)(x)
update_node_module = hk.without_apply_rng(hk.transform(update_node_fn))
params = update_node_module.init(jax.random.PRNGKey(42), graph.nodes)
out = update_node_module.apply(params, graph.nodes)
"""


def _normalize(
    degree: str = "count_edges(conv_receivers)",
    before: str = "x",
    after: str = "x / jnp.maximum(degree, 1.0)[:, None]",
    gather: str = "aggregate_nodes_fn(x[conv_senders], conv_receivers, total_num_nodes)",
    otherwise: str = "aggregate_nodes_fn(x[conv_senders], conv_receivers, total_num_nodes)",
) -> str:
    return f"""
def GraphConvolutionNormalize(update_node_fn: Callable,
                              aggregate_nodes_fn: Callable = jax.ops.segment_sum,
                              add_self_edges: bool = False,
                              normalization: bool = True) -> Callable:
    def _ApplyGCN(graph: jraph.GraphsTuple) -> jraph.GraphsTuple:
        nodes, _, receivers, senders, _, _, _ = graph
        nodes = update_node_fn(nodes)
        total_num_nodes = tree.tree_leaves(nodes)[0].shape[0]
        if add_self_edges:
            conv_receivers, conv_senders = add_self_edges_fn(receivers, senders, total_num_nodes)
        else:
            conv_senders = senders
            conv_receivers = receivers
        if normalization:
            count_edges = lambda x: jax.ops.segment_sum(jnp.ones_like(conv_senders), x, total_num_nodes)
            degree = {degree}
            nodes = tree.tree_map(lambda x: {before}, nodes)
            nodes = tree.tree_map(lambda x: {gather}, nodes)
            nodes = tree.tree_map(lambda x: {after}, nodes)
        else:
            nodes = tree.tree_map(lambda x: {otherwise}, nodes)
        return graph._replace(nodes=nodes)

    return _ApplyGCN
"""


_CELL = """
gcn_layer = GraphConvolutionNormalize(
    update_node_fn = lambda n: MLP(widening_factor = 2, out_channels = 4)(n),
    aggregate_nodes_fn = jax.ops.segment_sum,
    add_self_edges = True,
    normalization = True
)

graph = build_toy_graph()
network = hk.without_apply_rng(hk.transform(gcn_layer))
params = network.init(jax.random.PRNGKey(42), graph)
out_graph = network.apply(params, graph)
out_graph.nodes
"""


def _gcn(
    name: str, *widths: int, last: str = "hk.Linear(2)", out: str = "graph", skip: int = -1, source: str = "graph"
) -> str:
    lines = [f"def {name}(graph: jraph.GraphsTuple) -> jraph.GraphsTuple:", "    start = graph"]
    for place, update in enumerate([*(f"lambda n: jax.nn.relu(hk.Linear({width})(n))" for width in widths), last]):
        lines.append(f"    gn = GraphConvolution(update_node_fn={update}, add_self_edges=True)")
        if place != skip:
            lines.append(f"    graph = gn({source})")
    return "\n".join([*lines, f"    return {out}", ""])


_TRAINING = """
network = hk.without_apply_rng(hk.transform(gcn_3_layer))
graph_karate_club = get_zacharys_karate_club()
labels = get_ground_truth_assignments_for_zacharys_karate_club()
params = network.init(jax.random.PRNGKey(42), graph_karate_club)

result = optimize_club(network=network, params=params, graph_karate_club=graph_karate_club, labels=labels, num_steps=15)
"""


def _gat(logits: str = "hk.Linear(1)(sender_attr)", last: str = "hk.Linear(2)", layers: int = 2) -> str:
    first = """
  gn = GAT(
      attention_query_fn=lambda n: hk.Linear(8)(n),
      attention_logit_fn=_attention_logit_fn,
      node_update_fn=None,
      add_self_edges=True)
  graph = gn(graph)
"""
    return (
        "def gat_definition(graph: jraph.GraphsTuple) -> jraph.GraphsTuple:\n"
        "  def _attention_logit_fn(sender_attr: jnp.ndarray, receiver_attr: jnp.ndarray,\n"
        "                          edges: jnp.ndarray) -> jnp.ndarray:\n    del edges\n"
        f"    x = jnp.concatenate((sender_attr, receiver_attr), axis=1)\n    return {logits}\n"
        + first * (layers - 1)
        + first.replace("node_update_fn=None", f"node_update_fn={last}")
        + "  return graph\n"
    )


_RIGHT_EDGES = "(1, 0), (0, 2), (2, 3), (3, 0)"

WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (DEFINITION, ("directed_graph",), _graph(_RIGHT_EDGES, kind="DiGraph")),
    (DEFINITION, ("square",), _graph("(0, 1), (1, 2), (2, 3), (3, 0)")),
    (DEFINITION, ("extra_node",), _graph("(1, 2), (2, 3), (3, 4), (4, 2)")),
    (DEFINITION, ("edge_missing",), _graph("(1, 0), (0, 2), (2, 3)")),
    (DEFINITION, ("extra_edge",), _graph(_RIGHT_EDGES + ", (1, 2)")),
    (DEFINITION, ("no_edges",), "G = nx.Graph()\nG.add_nodes_from(range(4))\n"),
    (DEFINITION, ("square", "directed_graph"), _graph("(0, 1), (1, 2), (2, 3), (3, 0)", kind="DiGraph")),
    (
        TUPLE,
        ("one_direction",),
        _tuple(
            edges="jnp.array([[s + r] for s, r in zip(sender_nodes, receiver_nodes)])",
            senders="jnp.array(sender_nodes)",
            receivers="jnp.array(receiver_nodes)",
            n_edge="jnp.array([4])",
        ),
    ),
    (TUPLE, ("nodes_doubled",), _tuple("jnp.array([[0.], [2.], [4.], [6.]])").replace("s + r", "s + r", 1)),
    (TUPLE, ("edges_for_half",), _tuple(edges="jnp.array([[1.], [2.], [5.], [3.]])")),
    (TUPLE, ("nodes_flat",), _tuple("jnp.array([0., 1., 2., 3.])")),
    (TUPLE, ("n_edge_of_one_direction",), _tuple(n_edge="jnp.array([4])")),
    (TUPLE, ("edges_missing",), _tuple(edges="None")),
    (
        TUPLE,
        ("edges_multiplied",),
        _tuple(edges="jnp.array([[0.], [0.], [6.], [0.], [0.], [0.], [6.], [0.]])"),
    ),
    (TUPLE, ("edge_features_misplaced",), _tuple(edges="jnp.repeat(jnp.array([[1.], [2.], [5.], [3.]]), 2, axis=0)")),
    (TUPLE, ("wrong_edges",), _tuple().replace("sender_nodes = [1, 0, 2, 3]", "sender_nodes = [1, 0, 2, 1]")),
    (TUPLE, ("nodes_flat", "n_edge_of_one_direction"), _tuple("jnp.arange(4.)", n_edge="jnp.array([4])")),
    (ADD, ("number_fixed",), _add("return x + 3")),
    (ADD, ("multiplied",), _add("return x * self.number_to_add")),
    (ADD, ("returns_nothing",), _add("x = x + self.number_to_add")),
    (
        ADD,
        ("number_as_parameter",),
        _add("return x + hk.get_parameter('n', (), init=lambda s, d: jnp.full(s, self.number_to_add, d))"),
    ),
    (ADD, ("first_row_only",), _add("return x.at[0].add(self.number_to_add)")),
    (ADD, ("subtracted",), _add("return x - self.number_to_add")),
    (
        ADD,
        ("subtracted", "number_as_parameter"),
        _add("return x - hk.get_parameter('n', (), init=lambda s, d: jnp.full(s, self.number_to_add, d))"),
    ),
    (
        NORMALIZE,
        ("symmetric",),
        _normalize(
            before="x * jax.lax.rsqrt(jnp.maximum(count_edges(conv_senders), 1.0))[:, None]",
            after="x * jax.lax.rsqrt(jnp.maximum(degree, 1.0))[:, None]",
        ),
    ),
    (NORMALIZE, ("root_of_degree",), _normalize(after="x * jax.lax.rsqrt(jnp.maximum(degree, 1.0))[:, None]")),
    (NORMALIZE, ("out_degree",), _normalize("count_edges(conv_senders)")),
    (
        NORMALIZE,
        ("divided_before_sending",),
        _normalize("count_edges(conv_senders)", "x / jnp.maximum(degree, 1.0)[:, None]", "x"),
    ),
    (NORMALIZE, ("degree_along_features",), _normalize(after="x / jnp.maximum(degree, 1.0)")),
    (NORMALIZE, ("no_guard",), _normalize(after="x / degree[:, None]")),
    (
        NORMALIZE,
        ("self_edges_not_counted",),
        _normalize("jax.ops.segment_sum(jnp.ones_like(senders), receivers, total_num_nodes)"),
    ),
    (NORMALIZE, ("not_normalised",), _normalize(after="x") + _CELL),
    (NORMALIZE, ("multiplied_by_degree",), _normalize(after="x * jnp.maximum(degree, 1.0)[:, None]")),
    (
        NORMALIZE,
        ("direction_reversed",),
        _normalize(
            gather="aggregate_nodes_fn(x[conv_receivers], conv_senders, total_num_nodes)",
            degree="count_edges(conv_senders)",
            otherwise="aggregate_nodes_fn(x[conv_receivers], conv_senders, total_num_nodes)",
        ),
    ),
    (
        NORMALIZE,
        ("root_of_degree", "self_edges_not_counted"),
        _normalize(
            "jax.ops.segment_sum(jnp.ones_like(senders), receivers, total_num_nodes)",
            after="x * jax.lax.rsqrt(jnp.maximum(degree, 1.0))[:, None]",
        ),
    ),
    (THREE, ("wrong_width",), _gcn("gcn_3_layer", 8, 4, last="hk.Linear(34)")),
    (THREE, ("wrong_width",), _gcn("gcn_3_layer", 8, 4, last="hk.Linear(1)")),
    (THREE, ("layer_not_applied",), _gcn("gcn_3_layer", 8, 4, skip=1)),
    (THREE, ("nodes_returned",), _gcn("gcn_3_layer", 8, 4, out="graph.nodes")),
    (THREE, ("wrong_number_of_layers",), _gcn("gcn_3_layer", 8)),
    (THREE, ("layers_not_chained",), _gcn("gcn_3_layer", 8, 4, source="start")),
    (THREE, ("wrong_number_of_layers", "wrong_width"), _gcn("gcn_3_layer", 8, last="hk.Linear(34)")),
    (FIVE, ("wrong_number_of_layers",), _gcn("gcn_5_layer", 8, 4, 4)),
    (FIVE, ("wrong_number_of_layers",), _gcn("gcn_5_layer", 8, 8, 8, 4, 4)),
    (FIVE, ("wrong_width",), _gcn("gcn_5_layer", 8, 8, 4, 4, last="hk.Linear(5)")),
    (FIVE, ("layer_not_applied",), _gcn("gcn_5_layer", 8, 8, 4, 4, skip=2)),
    (FIVE, ("returns_nothing",), _gcn("gcn_5_layer", 8, 8, 4, 4).replace("return graph", "graph")),
    (GAT, ("receivers_still_used",), _gat("hk.Linear(1)(x)")),
    (GAT, ("receivers_only",), _gat("hk.Linear(1)(receiver_attr)")),
    (GAT, ("receivers_still_used",), _gat("hk.Linear(1)(sender_attr * receiver_attr)")),
    (GAT, ("attention_fixed",), _gat("jnp.ones((sender_attr.shape[0], 1))")),
    (GAT, ("wrong_number_of_layers",), _gat(layers=1)),
    (GAT, ("receivers_still_used", "wrong_width"), _gat("hk.Linear(1)(x)", "hk.Linear(34)")),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (DEFINITION, _graph(_RIGHT_EDGES)),
    (DEFINITION, "import networkx as nx\nG = nx.cycle_graph(3)\nG.add_edge(2, 'tail')\n"),
    (TUPLE, _tuple()),
    (
        TUPLE,
        "import jax.numpy as jnp\nimport jraph\npairs = [(0, 1), (0, 2), (0, 3), (2, 3)]\n"
        "pairs = pairs + [(b, a) for a, b in pairs]\nsenders, receivers = map(jnp.array, zip(*pairs))\n"
        "nodes = jnp.arange(4.)[:, None]\n"
        "graph = jraph.GraphsTuple(nodes=nodes, edges=nodes[senders] + nodes[receivers], senders=senders,\n"
        "    receivers=receivers, n_node=jnp.array([4]), n_edge=jnp.array([8]), globals=jnp.array([[1]]))\n",
    ),
    (ADD, _add("return x + self.number_to_add")),
    (
        ADD,
        "class Add(hk.Module):\n  def __init__(self, n):\n    super().__init__(name='add')\n    self.n = n\n"
        "  def __call__(self, x):\n    return jax.vmap(lambda row: self.n + row)(x)\n",
    ),
    (NORMALIZE, _normalize() + _CELL),
    (NORMALIZE, _normalize(before="x", after="(x.T / jnp.where(degree == 0, 1, degree)).T")),
    (
        NORMALIZE,
        "def GraphConvolutionNormalize(update_node_fn, aggregate_nodes_fn=jax.ops.segment_sum, add_self_edges=False,\n"
        "                              normalization=True):\n  def apply(g):\n    x = update_node_fn(g.nodes)\n"
        "    n = len(x)\n    A = jnp.zeros((n, n)).at[g.receivers, g.senders].add(1)\n"
        "    A = A + jnp.eye(n) if add_self_edges else A\n"
        "    A = A / jnp.clip(A.sum(1, keepdims=True), 1) if normalization else A\n"
        "    return g._replace(nodes=A @ x)\n  return apply\n",
    ),
    (THREE, _gcn("gcn_3_layer", 8, 4) + _TRAINING),
    (THREE, _gcn("gcn_3_layer", 16, 16, last="lambda n: hk.Linear(2)(n)").replace("= GraphC", "= jraph.GraphC")),
    (
        THREE,
        "def gcn_3_layer(graph):\n    for size in (32, 8, 2):\n"
        "        graph = GraphConvolution(hk.Linear(size), add_self_edges=True)(graph)\n"
        "        if size > 2:\n            graph = graph._replace(nodes=jnp.tanh(graph.nodes))\n    return graph\n",
    ),
    (FIVE, _gcn("gcn_5_layer", 8, 4, 4, 4)),
    (FIVE, _gcn("gcn_5_layer", 32, 16, 8, 4, last="lambda n: hk.nets.MLP([8, 2])(n)")),
    (GAT, _gat()),
    (GAT, _gat("hk.nets.MLP([4, 1])(sender_attr)")),
    (GAT, _gat("jax.nn.leaky_relu(hk.Linear(1)(sender_attr))")),
)
