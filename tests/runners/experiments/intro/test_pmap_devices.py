"""The step on several devices against the closed form, in a process of its own and in the sandbox."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import jax
import numpy as np
import pytest

from runners.experiments import find, run_experiment
from runners.experiments.intro import pmap_devices
from runners.sandbox import Sandbox

_SCRIPT = """
import json
import jax
import numpy as np
from runners.experiments.intro import pmap_devices as module

before = len(jax.devices())
devices = module.force_host_devices(4)
data = module.make_data(jax.random.key(1), devices=4, rows=3)
own, mean = module.with_pmap(data)
own_again, mean_again = module.with_shard_map(data, devices)
held = [[device, part.start or 0, part.stop] for device, part in module.holders(own_again)]
with jax.disable_jit():
    plain = [jax.grad(module.loss)(data.w, x, y) for x, y in zip(data.x, data.y)]
looped, vmapped = np.stack(plain), jax.vmap(jax.grad(module.loss), (None, 0, 0))(data.w, data.x, data.y)
arrays = dict(x=data.x, y=data.y, w=data.w, own=own, mean=mean, own_again=own_again, mean_again=mean_again,
              looped=looped, vmapped=vmapped, alone=module.on_one_device(data))
print(json.dumps({"before": before, "after": len(devices), "held": held,
                  **{name: np.asarray(array).tolist() for name, array in arrays.items()}}))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    """A process of its own: arrays of other tests would not outlive the change of devices."""
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_devices_are_forced_though_jax_had_started(found: dict[str, object]) -> None:
    assert (found["before"], found["after"]) == (1, 4)


def test_each_device_holds_its_own_slice(found: dict[str, object]) -> None:
    assert found["held"] == [[0, 0, 1], [1, 1, 2], [2, 2, 3], [3, 3, 4]]


def test_gradients_equal_the_closed_form(found: dict[str, object]) -> None:
    """On n rows the gradient is 2/n x^T (x w - y)."""
    x, y, w = (np.array(found[name]) for name in ("x", "y", "w"))
    own = np.stack([2 / len(rows) * rows.T @ (rows @ w - targets) for rows, targets in zip(x, y, strict=True)])
    whole, targets = x.reshape(-1, 2), y.reshape(-1)
    mean = 2 / len(whole) * whole.T @ (whole @ w - targets)
    for name in ("own", "own_again", "looped", "vmapped"):
        np.testing.assert_allclose(np.array(found[name]), own, rtol=1e-4, atol=1e-5, err_msg=name)
    for name in ("mean_again", "alone"):
        np.testing.assert_allclose(np.array(found[name]), mean, rtol=1e-4, atol=1e-5, err_msg=name)
    np.testing.assert_allclose(np.array(found["mean"]), np.tile(mean, (4, 1)), rtol=1e-4, atol=1e-5)


def test_one_device_needs_no_forcing() -> None:
    data = pmap_devices.make_data(jax.random.key(0), devices=1, rows=5)
    own, mean = pmap_devices.with_pmap(data)
    np.testing.assert_allclose(own, mean)
    np.testing.assert_allclose(mean[0], pmap_devices.on_one_device(data), rtol=1e-5)


@pytest.mark.parametrize("devices", [1, 8])
def test_the_experiment_in_the_sandbox(sandbox: Sandbox, devices: int) -> None:
    """With every layer of the sandbox in force; the next job finds one device again."""
    first, second = (
        run_experiment(sandbox, "pmap_devices", {"devices": devices, "rows": 2, "seed": 3}) for _ in range(2)
    )
    assert first.status == "ok" and first.error is None
    (figure,) = first.figures
    assert figure.data.startswith(b"\x89PNG") and 600 <= figure.width <= 1000 and figure.height >= 250
    assert f"from 0 to {devices - 1}" in figure.alt and len(figure.alt) < 400
    assert "forced host devices" in first.stdout and "jax.shard_map" in first.stdout
    assert "seed 3" in first.stdout and len(re.findall(r"\.(?:\s|$)", first.stdout)) in (2, 3)
    assert second.figures[0].data == figure.data
    assert sandbox.run("import jax\nprint(len(jax.devices()))").stdout == "1\n"


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("pmap_devices")
    assert experiment.module == pmap_devices.__name__
    assert set(experiment.defaults()) == set(pmap_devices.run.__annotations__) - {"progress", "return"}
