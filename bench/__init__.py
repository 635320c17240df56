"""The benchmark: this gateway, Portkey and bare nginx under one load, in one sitting."""
