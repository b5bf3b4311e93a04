"""A trained network that looks at a picture and at its mirror image, as one file.

A face and its mirror image were made in the same way, so what differs between their embeddings is noise of the network. Their
mean has less of it, as in test-time augmentation (Krizhevsky et al., NeurIPS 2012, section 4.1); a face then takes twice as long.
"""

from pathlib import Path

import onnx
from onnx import TensorProto, helper

from .combination import read_network

WIDTH = 3  # axis of (N, 3, H, W)


def mirrored(network: Path) -> bytes:
    """Input "image" and output "embedding" as the network's own: the mean of both embeddings, brought to unit length.

    Raises ValueError where the file is not a network of this recipe.
    """
    model = read_network(network, "both/")
    image, embedding = model.graph.input[0], model.graph.output[0]
    nodes = [
        helper.make_node("Slice", ["image", "last", "before first", "width", "backwards"], ["mirror image"]),
        helper.make_node("Concat", ["image", "mirror image"], [image.name], axis=0),
        *model.graph.node,
        helper.make_node("Split", [embedding.name], ["as it is", "as in a mirror"], axis=0),
        helper.make_node("Add", ["as it is", "as in a mirror"], ["sum"]),
        helper.make_node("ReduceL2", ["sum"], ["length"], axes=[1], keepdims=1),
        helper.make_node("Div", ["sum", "length"], ["embedding"]),
    ]
    whole = {"last": -1, "before first": -(2**31), "width": WIDTH, "backwards": -1}
    constants = [helper.make_tensor(name, TensorProto.INT64, [1], [value]) for name, value in whole.items()]
    image.name, embedding.name = "image", "embedding"
    graph = helper.make_graph(nodes, "with its mirror image", [image], [embedding], [*model.graph.initializer, *constants])
    made = helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version)
    onnx.checker.check_model(made, full_check=True)
    return made.SerializeToString()
