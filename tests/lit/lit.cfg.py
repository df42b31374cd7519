# Configuration of the lit tests; the paths come from lit.site.cfg.py.
import os

import lit.formats

config.name = "Tilewright"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.environment["PATH"] = os.pathsep.join(
    [config.tilewright_tools_dir, config.llvm_tools_dir, os.environ["PATH"]]
)
