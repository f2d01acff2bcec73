"""The consent texts of the sample clinic: most are adopted by its medical owner, some stay samples to be looked at."""

from datetime import timedelta

from clinicdesk.records import wordings
from clinicdesk.sample.stage import Stage, read


def adopt_texts(stage: Stage) -> None:
    """Have the owner adopt the texts that came with the program, a few minutes each."""
    stay = set(read("clinic")["texts"]["stay_samples"])
    for key, wording in wordings.shipped().items():
        if key not in stay:
            stage.clock.move_to(stage.clock.now() + timedelta(minutes=4))
            wordings.adopt(stage.desks["owner"], wording.source)
