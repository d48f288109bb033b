"""Commands that look after backends: rights, what lies in the bucket, prices, a first backend."""

from __future__ import annotations

from ...catalog import RefreshError, refresh
from ...submit import Backend, Connection, active, connect
from ...submit.clean import leftovers, remove
from ...submit.folders import backends_file, cache_folder
from ...submit.policies import role_policy, trust_policy, user_policy
from ...submit.rights import findings
from ...submit.setup import Wishes, propose, set_up
from ..capture.trees import size_text
from ..errors import OffloadError
from ..options.nearest import did_you_mean
from ..session import Session

YES, POLICIES = "--yes", "--policies"


def check(session: Session, words: list[str]) -> None:
    """Try the rights of the active backend; print what is missing, with its fix."""
    if words not in ([], [POLICIES]):
        raise OffloadError(f"Write %offload check, or %offload check {POLICIES}.")
    connection = connect(active())
    if words:
        _show_policies(connection)
        return
    print(f"{_place_words(connection.backend)}:")
    missing = []
    for found in findings(connection):
        missing += [] if found.fine else [found.kind]
        print(f"{'ok     ' if found.fine else 'MISSING'}  {found.what}")
        if found.problem:
            print(f"         {found.problem}")
    if connection.backend.local:
        return
    if not missing:
        print("Not tried, since it would cost money: starting a job, and handing it its role.")
    if any(kind.startswith(("denied", "kms")) for kind in missing):
        print(f"`%offload check {POLICIES}` prints the IAM policies that hold all that is needed.")


def _show_policies(connection: Connection) -> None:
    backend = connection.backend
    if backend.local:
        raise OffloadError("The local engine needs no policy: `%offload use BACKEND` first.")
    print(f"For you, who use the backend {backend.name} (IAM, your user or permission set):")
    print(user_policy(connection))
    print(f"For the role {backend.role}, which jobs run with:")
    print(role_policy(connection))
    print("And the same role's trust policy:")
    print(trust_policy())


def _place_words(backend: Backend) -> str:
    if backend.local:
        return "Backend local, on this machine"
    profile = f", profile {backend.profile}" if backend.profile else ""
    return f"Backend {backend.name}, {backend.region}, bucket {backend.bucket}{profile}"


def clean(session: Session, words: list[str]) -> None:
    """Show what nothing needs any more; remove it after ``--yes``."""
    if words not in ([], [YES]):
        raise OffloadError(f"Write %offload clean, or %offload clean {YES}.")
    connection = connect(active())
    found = leftovers(connection)
    place = f"{connection.place.bucket}/{connection.place.prefix}"
    if found.blind:
        print(
            "Uploads that were cut off, whose parts AWS bills, could not be looked for: that needs"
            " s3:ListBucketMultipartUploads on the bucket."
        )
    if not found.keys and not found.uploads:
        print(f"Nothing in {place} is older than a week and unused.")
        return
    print(f"In {place}, older than a week, and needed by no running job:")
    for name, size in found.jobs.items():
        print(f"  {name}  {size_text(size)}  (with its results)")
    if found.blobs:
        print(f"  {len(found.blobs)} inputs  {size_text(sum(found.blobs.values()))}")
    if found.uploads:
        count = len(found.uploads)
        print(f"  {count} upload{'s that were' if count > 1 else ' that was'} cut off")
    if YES not in words:
        print(f"{size_text(found.size)} in all. `%offload clean {YES}` removes them.")
        return
    remove(connection, found)
    cut_off = " and what was cut off" if found.uploads else ""
    print(f"Removed: {size_text(found.size)}{cut_off}.")


def prices(session: Session, words: list[str]) -> None:
    """Bring newer prices of the active backend's region."""
    if words != ["refresh"]:
        raise OffloadError("Write %offload prices refresh.")
    try:
        found = refresh(active().region, cache_folder())
    except RefreshError as error:
        raise OffloadError(f"{error} The prices that are known stay.") from error
    print(f"{found.count} types have a price now, of {found.date}.")


def setup(session: Session, words: list[str]) -> None:
    """Propose an AWS backend; write it, and make its bucket, after ``--yes``."""
    if not words or words[0] != "aws":
        raise OffloadError("Write %offload setup aws: other places than AWS there are none.")
    given = _options(words[1:], ("--name", "--region", "--profile", "--role", "--bucket"))
    wishes = Wishes(**{name.removeprefix("--"): text for name, text in given.items()})
    proposed = propose(wishes)
    print(f"You are {proposed.who}. The backend {proposed.name} would be:")
    for member, text in proposed.settings.items():
        print(f"  {member:8} {text}")
    if "role" not in proposed.settings:
        print(
            "It lacks the role that jobs run with. IAM's console has its ARN under Roles, often as"
            " AmazonSageMaker-ExecutionRole-…; `aws iam list-roles` has it too."
        )
        print(f"`{_again(words)} --role ARN` goes on from there.")
        return
    if YES not in words:
        print(
            f"Nothing is made yet. `{_again(words)} {YES}` writes it to {backends_file()}, and"
            " makes the bucket, closed to the public, if it is not there."
        )
        return
    done = set_up(proposed)
    print(f"Written to {done.path}. {_BUCKET[done.bucket]}")
    print(f"`%offload use {proposed.name}` makes it this kernel's, then `%offload check` tries it.")


_BUCKET = {
    "there": "The bucket was there already, and is left as it is.",
    "closed": "The bucket is made, closed to the public.",
    "unsure": "The bucket is made. You may not close it to the public yourself, which AWS has done"
    " for every new bucket since April 2023: ask your administrator if in doubt.",
}


def _options(words: list[str], known: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    rest = iter(word for word in words if word != YES)
    for word in rest:
        name, equals, text = word.partition("=")
        if name not in known:
            near = did_you_mean(name, known) or f": it takes {', '.join((*known, YES))}."
            raise OffloadError(f"%offload setup aws has no {name}{near}")
        found[name] = text if equals else next(rest, "")
        if not found[name]:
            raise OffloadError(f"{name} lacks its value.")
    return found


def _again(words: list[str]) -> str:
    return " ".join(["%offload setup", *words])
