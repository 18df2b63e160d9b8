"""E-mail → its text; the subject is the title and the sender the publisher."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from liens.errors import SourceError
from liens.sources.text.dates import iso_date
from liens.sources.text.encoding import clean, decode, shown
from liens.sources.text.extract import Extract, Metadata, Note
from liens.sources.text.hypertext import parse_html
from liens.sources.text.plain import unwrap
from liens.sources.text.properties import one_line

_MOST_NAMED = 5
_NESTING = (b"boundary=", b"message/rfc822")
_MOST_NESTED = 200


def parse_eml(data: bytes) -> Extract:
    """The plain text of a message, else its HTML. Attachments are not read: a note names them.

    Raises:
        SourceError: the message holds no text, or too many other messages.
    """
    if sum(data.lower().count(mark) for mark in _NESTING) > _MOST_NESTED:
        raise SourceError("this message holds too many others", "save the one that matters alone")
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise SourceError("this message holds no text", "save its attachments and read those")
    found = _body(body)
    metadata = _metadata(message).over(found.metadata)
    return Extract(
        found.text, metadata, notes=found.notes + _attachments(message), around=found.around, share=found.share
    )


def _body(part: MIMEPart) -> Extract:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if part.get_content_type() == "text/html":
        return parse_html(content, charset)
    text, notes = decode(content, charset)
    return Extract(unwrap(clean(text)).strip("\n"), notes=notes)


def _metadata(message: EmailMessage) -> Metadata:
    name, address = parseaddr(str(message.get("From", "")))
    return Metadata(
        title=one_line(str(message.get("Subject", ""))),
        publisher=one_line(name or address),
        published=iso_date(str(message.get("Date", ""))),
    )


def _attachments(message: EmailMessage) -> tuple[Note, ...]:
    names = [shown(part.get_filename() or "without a name") for part in message.iter_attachments()]
    if not names:
        return ()
    listed = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
    return (Note(f"attachments not read: {listed}", "save them beside the message to have them read"),)
