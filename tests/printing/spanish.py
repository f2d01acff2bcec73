"""A short Spanish text with everything a text can hold, adopted by the clinic."""

from clinicdesk.desk import Desk
from clinicdesk.records import wordings

FOTOS = "foto-de-prueba"
SOURCE = """---
id: foto-de-prueba
version: 1
language: es
title: Permiso para fotos
kind: release
asked: while-valid
needed: no
valid_days: 365
taken_back: written
signers: patient, clinician
initials: uso
answers: fotos, limites, nota
---

Este papel explica para qué se usan sus fotos.

## Qué se guarda

- {clinic.name} guarda las fotos con su expediente.

[initials: uso]

¿Permite que la clínica tome fotos?

[answer: fotos | Sí, las permito | No las permito]

¿Qué límites pone usted?

[answer: limites]

¿Quiere añadir algo?

[optional: nota]

## Acuerdo

He leído este papel y pude hacer preguntas. Estoy de acuerdo.
"""


def adopt(desk: Desk) -> None:
    wordings.adopt(desk, SOURCE)
