"""2011: a thumbnail that only does Django (talk, pages 10-12).

Our own small version.  It asks Django for three things: the model, so that it
needs the database; the settings, so that it needs all of them; and a folder on this
very disk.
"""

import os

from django.conf import settings
from django.db import models
from PIL import Image


class Recipe(models.Model):
    photo = models.CharField(max_length=100)

    class Meta:
        app_label = "thumbnails"


def thumbnail(recipe_id, size):
    recipe = Recipe.objects.get(pk=recipe_id)
    path = os.path.join(settings.MEDIA_ROOT, recipe.photo)
    image = Image.open(path)
    image.thumbnail(size)
    image.save(path + ".small.jpg")
