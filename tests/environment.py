"""Before any setting is read: plain http and a data folder of the suite's own, whatever this machine is set to.

Named by `addopts` in pyproject.toml, because pytest-django reads the settings before any conftest.py.
"""

import atexit
import os
import shutil
import tempfile

KEPT = {"ORDA_REQUIRE_BROWSER"}

folder = tempfile.mkdtemp(prefix="orda-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("ORDA_") and name not in KEPT]:
    del os.environ[name]
os.environ.update(ORDA_DATA_DIR=folder, ORDA_HTTPS="0")
