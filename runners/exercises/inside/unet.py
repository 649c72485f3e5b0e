"""The given cells of Deep Generative Models that a U-Net is built of (Ho et al. 2020, appendix B)."""

from __future__ import annotations

from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp

_ONE: Any = (1, 1)
_NONE: Any = (0, 0)


class TimeEmbedding(hk.Module):
    def __init__(self, dim: int) -> None:
        super().__init__()
        self.dim = dim

    def __call__(self, time: Any) -> Any:
        half = self.dim // 2
        angles = time[:, None] * jnp.exp(-jnp.log(10000.0) / (half - 1) * jnp.arange(half))
        return jnp.concatenate((jnp.sin(angles), jnp.cos(angles)), axis=-1)


class Block(hk.Module):
    def __init__(self, dim_out: int, groups: int = 8) -> None:
        super().__init__()
        self.proj = hk.Conv2D(dim_out, kernel_shape=3, padding=_ONE)
        self.norm = hk.GroupNorm(groups)

    def __call__(self, x: Any) -> Any:
        return jax.nn.silu(self.norm(self.proj(x)))


class ResnetBlock(hk.Module):
    def __init__(self, dim_out: int, groups: int = 8, change_dim: bool = False) -> None:
        super().__init__()
        self.mlp = hk.Sequential([jax.nn.silu, hk.Linear(dim_out)])
        self.block1, self.block2 = Block(dim_out, groups), Block(dim_out, groups)
        self.res_conv = hk.Conv2D(dim_out, kernel_shape=1, padding=_NONE) if change_dim else lambda x: x

    def __call__(self, x: Any, time_emb: Any) -> Any:
        h = self.block1(x) + self.mlp(time_emb)[:, None, None]
        return self.block2(h) + self.res_conv(x)


def SpatialUpsample(dim: int) -> Any:
    return hk.Conv2DTranspose(dim, kernel_shape=4, stride=2)


def SpatialDownsample(dim: int) -> Any:
    return hk.Conv2D(dim, kernel_shape=4, stride=2, padding=_ONE)
