"""Install Debian's Chromium for the browser tests where that is possible: as root, with apt-get."""

from __future__ import annotations

import os
import shutil
import subprocess

PACKAGES = ["chromium", "fonts-dejavu-core", "fonts-noto-color-emoji"]


def main() -> None:
    if shutil.which("chromium"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("The browser tests need Chromium and will be skipped. Install it with: sudo apt-get install chromium")
        return
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *PACKAGES], check=False, **quiet)  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
