"""2011: a Flask site and Django's admin on one table (talk, pages 56-59).

Our own small version.  Each library has its own idea of the table; whoever came first
created it.
"""

from typing import Any

from sqlalchemy import Column, DateTime, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base: Any = declarative_base()


# region front
class Cherry(Base):
    __tablename__ = "cherries"
    id = Column(Integer, primary_key=True)
    name = Column(String(80))
    grams = Column(Integer, default=0)
    picked_at = Column(DateTime(timezone=True))
    # endregion


def front(url):
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    return Session(engine)


def office():
    from django.db import models

    class Cherry(models.Model):
        name = models.CharField(max_length=80)
        grams = models.IntegerField(default=0)
        picked_at = models.DateTimeField()

        class Meta:
            app_label = "then"
            db_table = "cherries"
            managed = False

    return Cherry
