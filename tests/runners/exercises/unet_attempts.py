"""Attempts at the U-Net as learners write them."""

from __future__ import annotations

UNET = "dgm.unet"


def _unet(
    first: str = "ResnetBlock(stage_dim, groups=resnet_block_groups, change_dim=True)",
    second: str = "ResnetBlock(stage_dim, groups=resnet_block_groups)",
    resize: str = "SpatialUpsample(stage_dim) if not is_last else lambda x: x",
    body: str = "x = block1(x, t)\n            x = block2(x, t)\n            x = upsample(x)",
) -> str:
    return f"""
class Unet(hk.Module):
    def __init__(self, dim, dim_mults=(1, 2, 4,), channels=3, resnet_block_groups=7):
        super().__init__()
        init_dim = dim // 3 * 2
        self.init_conv = hk.Conv2D(init_dim, kernel_shape=7, padding=(3, 3))
        time_dim = dim * 4
        self.time_mlp = hk.Sequential(
            [TimeEmbedding(dim), hk.Linear(time_dim), jax.nn.gelu, hk.Linear(time_dim)]
        )
        self.downs = []
        dims = list(map(lambda m: dim * m, dim_mults))
        for ind, stage_dim in enumerate(dims):
            is_last = ind >= len(dims) - 1
            self.downs.append(
                [
                    ResnetBlock(stage_dim, groups=resnet_block_groups, change_dim=True),
                    ResnetBlock(stage_dim, groups=resnet_block_groups),
                    SpatialDownsample(stage_dim) if not is_last else lambda x: x,
                ]
            )
        mid_dim = dims[-1]
        self.mid_block1 = ResnetBlock(mid_dim, groups=resnet_block_groups)
        self.mid_block2 = ResnetBlock(mid_dim, groups=resnet_block_groups)
        self.ups = []
        rev_dims = list(reversed(dims))
        for ind, stage_dim in enumerate(rev_dims):
            is_last = ind >= len(rev_dims) - 1
            self.ups.append(
                [
                    {first},
                    {second},
                    {resize},
                ]
            )
        self.final_block = ResnetBlock(dim, groups=resnet_block_groups)
        self.final_conv = hk.Conv2D(channels, kernel_shape=1, padding=(0, 0))

    def __call__(self, x, t):
        x = self.init_conv(x)
        t = self.time_mlp(t)
        h = []
        for block1, block2, downsample in self.downs:
            x = block1(x, t)
            x = block2(x, t)
            h.append(x)
            x = downsample(x)
        x = self.mid_block1(x, t)
        x = self.mid_block2(x, t)
        for block1, block2, upsample in self.ups:
            x = jnp.concatenate((x, h.pop()), axis=-1)
            {body}
        x = self.final_block(x, t)
        return self.final_conv(x)
"""


WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (UNET, ("upsample_in_every_stage",), _unet(resize="SpatialUpsample(stage_dim)")),
    (UNET, ("upsample_missing",), _unet(body="x = block1(x, t)\n            x = block2(x, t)")),
    (UNET, ("downsampled_upwards",), _unet(resize="SpatialDownsample(stage_dim) if not is_last else lambda x: x")),
    (UNET, ("time_not_passed",), _unet(body="x = upsample(block2(block1(x)))")),
    (UNET, ("change_dim_missing",), _unet("ResnetBlock(stage_dim, groups=resnet_block_groups)")),
    (UNET, ("block_left_out",), _unet(body="x = upsample(block1(x, t))")),
    (UNET, ("returns_nothing",), _unet().replace("return self.final_conv(x)", "x = self.final_conv(x)")),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (UNET, _unet()),
    (
        UNET,
        _unet(
            second="ResnetBlock(stage_dim, resnet_block_groups)", body="x = upsample(block2(block1(x, t), time_emb=t))"
        ),
    ),
)
