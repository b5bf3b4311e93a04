import json
import os
import subprocess
import tempfile
import unittest
from base64 import b64encode
from pathlib import Path

import numpy as np
import torch

from artefact.initial_weights import load_initial, read_tensors
from artefact.network import ArtefactEmbedder

UNPACK = Path(__file__).parents[1] / "imagenet-weights.mjs"
NODE = os.environ.get("EXHIBIT_NODE")
# Keras's names, and the shapes that TensorFlow keeps them in.
EXPANDED = [(1, 32, 16)] + [(6, 16, 24), (6, 24, 24), (6, 24, 32)] + [(6, 32, 32)] * 2 + [(6, 32, 64)] + [(6, 64, 64)] * 3
EXPANDED += [(6, 64, 96)] + [(6, 96, 96)] * 2 + [(6, 96, 160)] + [(6, 160, 160)] * 2 + [(6, 160, 320)]


def keras_shapes() -> dict[str, tuple[int, ...]]:
    shapes = {}

    def layer(name: str, norm: str, shape: tuple[int, ...], channels: int, kind: str = "kernel") -> None:
        shapes[f"{name}/{kind}"] = shape
        shapes.update({f"{norm}/{part}": (channels,) for part in ("gamma", "beta", "moving_mean", "moving_variance")})

    layer("Conv1", "bn_Conv1", (3, 3, 3, 32), 32)
    for number, (expansion, inputs, outputs) in enumerate(EXPANDED):
        name, wide = f"block_{number}" if number else "expanded_conv", inputs * expansion
        if expansion > 1:
            layer(f"{name}_expand", f"{name}_expand_BN", (1, 1, inputs, wide), wide)
        layer(f"{name}_depthwise", f"{name}_depthwise_BN", (3, 3, wide, 1), wide, "depthwise_kernel")
        layer(f"{name}_project", f"{name}_project_BN", (1, 1, wide, outputs), outputs)
    layer("Conv_1", "Conv_1_bn", (1, 1, 320, 1280), 1280)
    return shapes


def made_up(seed: int = 1) -> tuple[dict, bytes]:
    """Random weights in 8 bits, a manifest as TensorFlow.js writes it, names under the layer that held the network."""
    rng, entries, shard = np.random.default_rng(seed), [], b""
    for name, shape in {**keras_shapes(), "dense/kernel": (1280, 5)}.items():
        levels = rng.integers(0, 256, shape, np.uint8)
        quantised = {"dtype": "uint8", "scale": 0.002, "min": 0.0 if name.endswith("variance") else -0.25}
        entries.append({"name": f"mobilenetv2_1.00_224/{name}", "shape": shape, "dtype": "float32", "quantization": quantised})
        shard += levels.tobytes()
    return {"modelTopology": {}, "weightsManifest": [{"paths": ["group1-shard1of1"], "weights": entries}]}, shard


class InitialWeights(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def write(self, model: dict, shard: bytes) -> None:
        (self.folder / "model.json").write_text(json.dumps(model))
        (self.folder / "group1-shard1of1").write_bytes(shard)

    def test_8_bits_are_spread_over_their_range(self):
        model, shard = made_up()
        self.write(model, shard)
        gamma = read_tensors(self.folder)["bn_Conv1/gamma"]
        at = 3 * 3 * 3 * 32
        np.testing.assert_allclose(gamma, np.frombuffer(shard, np.uint8, 32, at) * 0.002 - 0.25, atol=1e-6)

    def test_every_convolution_gets_its_own(self):
        self.write(*made_up())
        embedder, tensors = ArtefactEmbedder(8), read_tensors(self.folder)
        before = embedder.embedding.weight.clone()
        load_initial(embedder, self.folder)
        features = embedder.features
        as_tensorflow = lambda weight: weight.detach().permute(2, 3, 1, 0).numpy()
        np.testing.assert_array_equal(as_tensorflow(features[0][0].weight), tensors["Conv1/kernel"])
        np.testing.assert_array_equal(as_tensorflow(features[4].layers[0][0].weight), tensors["block_3_expand/kernel"])
        depthwise = features[17].layers[1][0].weight.detach().permute(2, 3, 0, 1).numpy()
        np.testing.assert_array_equal(depthwise, tensors["block_16_depthwise/depthwise_kernel"])
        np.testing.assert_array_equal(features[18][1].running_var.numpy(), tensors["Conv_1_bn/moving_variance"])
        for key, value in features.state_dict().items():
            self.assertTrue(key.endswith("num_batches_tracked") or len(value.unique()) > 1, key)
        torch.testing.assert_close(embedder.embedding.weight, before)

    def test_another_network_is_refused(self):
        model, shard = made_up()
        groups = model["weightsManifest"]
        lacking = {**groups[0], "weights": groups[0]["weights"][1:]}
        misshapen = {**groups[0], "weights": [{**groups[0]["weights"][0], "shape": [3, 3, 32, 3]}, *groups[0]["weights"][1:]]}
        for name, (other, bytes_of_it) in {
            "lacking": ({"weightsManifest": [lacking]}, shard),
            "misshapen": ({"weightsManifest": [misshapen]}, shard),
            "cut short": (model, shard[:1000]),
            "none": ({"format": "graph-model"}, shard),
            "a list": ([1], shard),
        }.items():
            with self.subTest(name):
                self.write(other, bytes_of_it)
                with self.assertRaisesRegex(ValueError, "does not hold the weights of MobileNetV2"):
                    load_initial(ArtefactEmbedder(8), self.folder)

    @unittest.skipUnless(NODE, "EXHIBIT_NODE names no Node")
    def test_a_package_is_unpacked_to_the_folder_that_is_read(self):
        model, shard = made_up()
        models = self.folder / "package" / "dist" / "models" / "mobilenet_v2"
        models.mkdir(parents=True)
        (self.folder / "package" / "package.json").write_text("{}")
        (models / "model.min.js").write_text(f"module.exports = {json.dumps(model)}")
        (models / "group1-shard1of1.min.js").write_text(f'module.exports = "{b64encode(shard).decode()}"')
        unpack = lambda *given: subprocess.run([NODE, UNPACK, *given], capture_output=True, text=True)
        done = unpack(self.folder / "package", self.folder / "imagenet")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.write(model, shard)
        unpacked, given = read_tensors(self.folder / "imagenet"), read_tensors(self.folder)
        self.assertEqual(unpacked.keys(), given.keys())
        for name, value in given.items():
            np.testing.assert_array_equal(unpacked[name], value)
        for folder in ("nowhere", "imagenet"):
            wrong = unpack(self.folder / folder, self.folder / "other")
            self.assertEqual((wrong.returncode, len(wrong.stderr.splitlines())), (1, 1), wrong.stderr)
        self.assertEqual(unpack().returncode, 2)
