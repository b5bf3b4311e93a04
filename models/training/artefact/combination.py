"""Several trained networks as one: side by side on the same picture, their embeddings one after another.

Networks that were trained for another time or from another seed see other things. Ensembles (Lakshminarayanan et al., NeurIPS
2017) average what they say; here it is left to the classifiers that stand on the embedding how far to trust which.
"""

from math import sqrt
from pathlib import Path

import onnx
from google.protobuf.message import DecodeError
from onnx import TensorProto, compose, helper


def combine(networks: list[Path]) -> bytes:
    """Input "image" as the first takes it. Output "embedding": (N, sum of lengths) of unit length, each network's part alike.

    Raises ValueError where a file is not a network of this recipe, or one comes twice.
    """
    if len({path.read_bytes() for path in networks}) < len(networks):
        raise ValueError("one network comes twice: beside itself it adds nothing")
    models = [read_network(path, f"{number}/") for number, path in enumerate(networks)]
    if len({model.opset_import[0].version for model in models}) > 1:
        raise ValueError("the networks were exported for different ONNX operator sets: export them with one edition of the recipe")
    nodes, weights = [], []
    for model in models:
        nodes += [helper.make_node("Identity", ["image"], [model.graph.input[0].name]), *model.graph.node]
        weights += model.graph.initializer
    nodes += [
        helper.make_node("Concat", [model.graph.output[0].name for model in models], ["parts"], axis=1),
        helper.make_node("Div", ["parts", "length"], ["embedding"]),
    ]
    weights.append(helper.make_tensor("length", TensorProto.FLOAT, [], [sqrt(len(models))]))
    image, embedding = models[0].graph.input[0], models[0].graph.output[0]
    image.name, embedding.name = "image", "embedding"
    # Where the first says how long its embedding is, that is not how long theirs is together.
    embedding.type.tensor_type.shape.dim[1].ClearField("dim_value")
    graph = helper.make_graph(nodes, "side by side", [image], [embedding], weights)
    together = helper.make_model(graph, opset_imports=models[0].opset_import, ir_version=models[0].ir_version)
    onnx.checker.check_model(together, full_check=True)
    return together.SerializeToString()


def read_network(path: Path, prefix: str) -> onnx.ModelProto:
    """Every name in it with the prefix, so that it can lie beside others."""
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model)
    except (DecodeError, onnx.checker.ValidationError) as error:
        raise ValueError(f"{path} is no ONNX network") from error
    names = [[value.name for value in values] for values in (model.graph.input, model.graph.output)]
    if names != [["image"], ["embedding"]]:
        raise ValueError(f"{path} is no network of this recipe, which makes an embedding of an image")
    return compose.add_prefix(model, prefix)
