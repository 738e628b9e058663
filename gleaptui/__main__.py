"""``python -m gleaptui``."""

import sys

from gleaptui.cli import main

sys.exit(main())
