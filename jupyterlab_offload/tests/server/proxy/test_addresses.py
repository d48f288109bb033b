"""Whatever an address says, what is sent lies within the backend's place, and says it once."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.server.proxy import objects
from jupyterlab_offload.server.proxy.outgoing import Headers
from jupyterlab_offload.server.proxy.refusal import Refusal
from jupyterlab_offload.server.proxy.target import decode, decode_query, encode, parse
from jupyterlab_offload.transfer import Place

PLACE = Place("class-2026", "offload/", "123456789012")
BASE = "/user/x/offload/aws/"

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
keys = texts.filter(lambda key: not {".", ".."} & set(key.replace("\\", "/").split("/")))
# What attacks are made of, put together at random.
_PIECES = (
    "class-2026 offload / .. . %2e %2E %2f %5c %25 %00 %0a % ? & = # ; + \\ @ : // x ü %c3%bc %ff"
    " list-type=2 prefix= acl x-id=GetObject response-content-type= partNumber=1 \r \n"
)
pieces = st.sampled_from(_PIECES.split(" "))
addresses = st.lists(pieces, max_size=14).map("".join) | texts


def outgoing(address: str, method: str = "GET") -> objects.Outgoing:
    return objects.request(parse(BASE + address, BASE), method, Headers([]), PLACE)


@given(addresses)
def test_no_address_leads_out_of_the_place(address: str) -> None:
    for whole in (address, f"local/s3/class-2026/offload/{address}", f"local/s3/{address}"):
        try:
            sent = outgoing(whole)
        except Refusal as refusal:
            assert 400 <= refusal.status < 500
            continue
        assert sent.path.isascii() and sent.query.isascii()
        assert not set(" \r\n\t?#\\") & set(sent.path + sent.query)
        if sent.operation == "ListObjectsV2":
            assert sent.path == "/class-2026"
            assert dict(parse_qsl(sent.query, True))["prefix"].startswith("offload/")
        else:
            assert sent.path.startswith("/class-2026/offload/")
            key = unquote(sent.path).removeprefix("/class-2026/")
            assert not {".", ".."} & set(key.split("/"))
            assert set(dict(parse_qsl(sent.query, True))) <= {"partNumber"}
        assert set(sent.headers) == {"x-amz-expected-bucket-owner"}


@given(keys)
def test_every_key_in_the_place_can_be_read_as_it_is(key: str) -> None:
    whole = f"offload/{key}"
    if len(whole.encode()) > 1024:
        return
    sent = outgoing(f"local/s3/class-2026/{quote(whole)}?x-id=GetObject")
    assert unquote(sent.path, errors="strict") == f"/class-2026/{whole}"


@given(texts)
def test_a_part_is_decoded_once(text: str) -> None:
    assert decode(encode(text)) == text
    assert decode(encode(encode(text))) == encode(text)


@given(st.dictionaries(texts.filter(bool), texts, max_size=5))
def test_a_query_gives_each_member_once(members: dict[str, str]) -> None:
    query = "&".join(f"{encode(name)}={encode(value)}" for name, value in members.items())
    assert decode_query(query) == members


@given(addresses)
def test_a_query_is_read_or_refused(query: str) -> None:
    try:
        found = decode_query(query)
    except Refusal as refusal:
        assert refusal.status == 400
    else:
        assert all(isinstance(value, str) for value in found.values())


def test_an_address_that_is_too_long_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        parse(BASE + "local/s3/" + "x" * 10_000, BASE)
    assert refused.value.status == 414


@pytest.mark.parametrize("prefix", ["", "offload/ann/"])
def test_the_prefix_is_the_backends_own(prefix: str) -> None:
    place = Place("b", prefix, "1")
    target = parse(f"{BASE}local/s3/b/{prefix}x", BASE)
    assert objects.request(target, "GET", Headers([]), place).path == f"/b/{prefix}x"
