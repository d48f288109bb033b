"""What can be had, and for how much: instance types with shapes, dated prices, images.

Prices change: every one carries its date and source, and one that is not known is None, never 0.
"""

from .images import Image, image_for, images
from .instances import Gpu, Instance, UnknownInstance, cheapest, find, instances
from .prices import Price, price, volume_price
from .refresh import Refreshed, RefreshError, refresh

__all__ = [
    "Gpu",
    "Image",
    "Instance",
    "Price",
    "RefreshError",
    "Refreshed",
    "UnknownInstance",
    "cheapest",
    "find",
    "image_for",
    "images",
    "instances",
    "price",
    "refresh",
    "volume_price",
]
