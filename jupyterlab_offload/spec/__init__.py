"""Documents that travel between the parts of Offload, and the schemas that they must fit.

`job.schema.json` is a job as a person means it, `manifest.schema.json` what the driver is told,
`result.schema.json` what it answers, `backends.schema.json` the file of backends,
`defaults.schema.json` that of options' defaults, `plan.schema.json` what the magic would do,
`card.schema.json` a job in a notebook's output. The schemas are the source of the TypeScript types
too (`jlpm generate`).
"""

from .documents import Json, backends_file, defaults_file, job_spec, manifest, result
from .schema import SpecError

__all__ = ["Json", "SpecError", "backends_file", "defaults_file", "job_spec", "manifest", "result"]
