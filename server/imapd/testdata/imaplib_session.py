"""One mail client's session, with Python's own imaplib.

usage: imaplib_session.py HOST PORT tls|starttls USER PASSWORD CAFILE

Appends 50 messages of 1 octet to 2 MiB, reads each back in every way that
imaplib offers, changes flags, copies, moves, expunges, waits for new mail, and
compares every octet and every count. Prints one summary line; ends with exit
status 1 and a message at the first difference.
"""

import hashlib
import imaplib
import random
import re
import ssl
import sys
import time

COUNT = 50
LARGEST = 2 << 20
TIMEOUT = 30  # seconds for one answer
DATE = '"07-Feb-1994 21:52:25 -0800"'


def check(condition, *what):
    if not condition:
        sys.exit("imaplib: " + " ".join(str(w)[:500] for w in what))


def digest(data):
    return hashlib.sha256(data).hexdigest()


def body(number, size):
    """Lines of octets 1 to 255 without CR and LF, each ended by CRLF."""
    table = bytes(c if c not in (0, 10, 13) else 33 for c in range(256))
    octets = random.Random(number).randbytes(size).translate(table)
    width = 20 + number * 19
    return b"\r\n".join(octets[i:i + width - 2] for i in range(0, size, width))


def message(number):
    """Sizes grow from 1 octet to LARGEST by equal factors."""
    size = round(LARGEST ** (number / (COUNT - 1)))
    head = b"Subject: message %d\r\nFrom: a@example.org\r\n\r\n" % number
    if size < len(head) + 2:
        return b"x" * size
    text = head + body(number, size - len(head))
    text += b"." * (size - len(text))
    check(len(text) == size, "the script made", len(text), "octets instead of", size)
    return text


def ok(what, answer):
    status, data = answer
    check(status == "OK", what, "answered", status, data)
    return data


def connect(host, port, mode, user, password, cafile):
    context = ssl.create_default_context(cafile=cafile)
    if mode == "tls":
        client = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT)
    else:
        client = imaplib.IMAP4(host, port, timeout=TIMEOUT)
        check("LOGINDISABLED" in client.capabilities, "no LOGINDISABLED before TLS:", client.capabilities)
        try:
            client.login(user, password)
        except imaplib.IMAP4.error:
            pass
        else:
            sys.exit("imaplib: LOGIN before TLS was not refused")
        ok("STARTTLS", client.starttls(context))
        check("LOGINDISABLED" not in client.capabilities, "LOGINDISABLED after TLS:", client.capabilities)
    check("IMAP4REV1" in client.capabilities, "no IMAP4rev1:", client.capabilities)
    ok("LOGIN", client.login(user, password))
    ok("CAPABILITY", client.capability())
    return client


def select(client, mailbox, count):
    data = ok("SELECT", client.select(mailbox))
    check(data == [b"%d" % count], mailbox, "has", data, "messages, want", count)


def numbers(client, *criteria):
    data = ok("SEARCH", client.uid("SEARCH", *criteria))
    return [int(n) for n in data[0].split()]


def literals(answer):
    """The literals of a FETCH answer by sequence number."""
    found = {}
    for part in answer:
        if isinstance(part, tuple):
            found[int(part[0].split()[0])] = part[1]
    return found


def compare(what, found, wanted):
    check(len(found) == len(wanted), what, "gave", len(found), "messages, want", len(wanted))
    for number, (got, want) in enumerate(zip(found, wanted), 1):
        check(digest(got) == digest(want), what, "of message", number, "gave", len(got), "octets with sha256",
              digest(got), "- want", len(want), "octets with", digest(want))


def contents(client, items, uids):
    """One FETCH for each message, as most users of imaplib do it."""
    found = []
    for uid in uids:
        answer = ok("UID FETCH", client.uid("FETCH", str(uid), items))
        found += list(literals(answer).values())
    return found


def flags(client, uid):
    answer = ok("UID FETCH", client.uid("FETCH", str(uid), "(FLAGS)"))
    check(answer and answer[0], "no FLAGS for UID", uid)
    return {f.decode().lower() for f in imaplib.ParseFlags(answer[0])}


def read_back(client, texts):
    """Everything that reads, and what reading does to \\Seen."""
    uids = numbers(client, "ALL")
    check(len(uids) == len(texts) and uids == sorted(set(uids)), "UIDs", uids)
    answer = ok("FETCH", client.fetch("1:*", "(UID RFC822.SIZE INTERNALDATE FLAGS)"))
    check(len(answer) == len(texts), "FETCH of sizes gave", len(answer), "lines")
    for line, text, uid in zip(answer, texts, uids):
        size = re.search(rb"RFC822\.SIZE (\d+)", line)
        check(size and int(size[1]) == len(text), "size in", line, "- want", len(text))
        check(re.search(rb"\bUID %d\b" % uid, line), "no UID", uid, "in", line)
        check(time.mktime(imaplib.Internaldate2tuple(line)) == 760686745, "date in", line)
    compare("BODY.PEEK[]", contents(client, "(BODY.PEEK[])", uids), texts)
    check(numbers(client, "UNSEEN") == uids, "BODY.PEEK[] marked messages as seen")
    answer = ok("FETCH", client.fetch("1:*", "(BODY.PEEK[]<0.1000>)"))
    compare("BODY.PEEK[]<0.1000>", list(literals(answer).values()), [text[:1000] for text in texts])
    compare("RFC822", contents(client, "(RFC822)", uids), texts)
    check(numbers(client, "UNSEEN") == [], "RFC822 did not mark messages as seen")
    check(numbers(client, "LARGER", "1000000") == [u for u, t in zip(uids, texts) if len(t) > 1000000],
          "SEARCH LARGER is wrong")
    check(numbers(client, "SUBJECT", '"message 49"') == uids[49:], "SEARCH SUBJECT is wrong")
    return uids


def change_flags(client, uids):
    first, second, third = uids[:3]
    ok("STORE", client.uid("STORE", str(first), "+FLAGS", r"(\Flagged $Label1)"))
    check({r"\flagged", "$label1", r"\seen"} <= flags(client, first), "flags after +FLAGS", flags(client, first))
    ok("STORE", client.uid("STORE", str(first), "-FLAGS", r"(\Flagged)"))
    check(r"\flagged" not in flags(client, first), "flags after -FLAGS", flags(client, first))
    ok("STORE", client.uid("STORE", str(second), "FLAGS.SILENT", r"(\Answered)"))
    check(flags(client, second) - {r"\recent"} == {r"\answered"}, "flags after FLAGS", flags(client, second))
    ok("STORE", client.store("3", "+FLAGS", r"(\Draft)"))
    check(numbers(client, "DRAFT") == [third], "SEARCH DRAFT gave", numbers(client, "DRAFT"))
    check(numbers(client, "KEYWORD", "$Label1") == [first], "SEARCH KEYWORD is wrong")


def expunged(uids, gone):
    """What is left after the EXPUNGE responses, each of which renumbers the rest."""
    left = list(uids)
    for number in gone:
        check(number and 1 <= int(number) <= len(left), "EXPUNGE of", number, "with", len(left), "messages left")
        del left[int(number) - 1]
    return left


def copy_move_expunge(client, uids, texts):
    """Copies all to imaplib/copy, moves the last ten to imaplib/moved, deletes the first five."""
    ok("UID COPY", client.uid("COPY", "%d:%d" % (uids[0], uids[-1]), "imaplib/copy"))
    moved = "%d:%d" % (uids[-10], uids[-1])
    client.response("EXPUNGE")  # empties what imaplib has kept
    ok("UID MOVE", client.uid("MOVE", moved, "imaplib/moved"))
    check(expunged(uids, client.response("EXPUNGE")[1]) == uids[:-10], "MOVE reported other messages as gone")
    check(numbers(client, "ALL") == uids[:-10], "after MOVE there is", numbers(client, "ALL"))
    ok("STORE", client.store("1:5", "+FLAGS.SILENT", r"(\Deleted)"))
    gone = ok("EXPUNGE", client.expunge())
    rest = uids[5:-10]
    check(expunged(uids[:-10], gone) == rest, "EXPUNGE reported", gone)
    check(numbers(client, "ALL") == rest, "after EXPUNGE there is", numbers(client, "ALL"))
    compare("INBOX in the end", contents(client, "(BODY.PEEK[])", rest), texts[5:-10])
    for mailbox, wanted, flagged in (("imaplib/copy", texts, 1), ("imaplib/moved", texts[-10:], 0)):
        select(client, mailbox, len(wanted))
        for key in (("ANSWERED",), ("DRAFT",), ("KEYWORD", "$Label1")):
            check(len(numbers(client, *key)) == flagged, mailbox, "has", numbers(client, *key), "for", *key)
        check(len(numbers(client, "SEEN")) == len(wanted) - flagged, mailbox, "has not the flags of its messages")
        compare(mailbox, contents(client, "(BODY.PEEK[])", numbers(client, "ALL")), wanted)


def idle(client, other, count):
    """The first connection waits, the second one delivers."""
    select(client, "INBOX", count)
    client.send(b"IDLE1 IDLE\r\n")
    line = client.readline()
    while line.startswith(b"* "):
        line = client.readline()
    check(line.startswith(b"+"), "IDLE answered", line)
    for new in range(1, 4):
        ok("APPEND", other.append("INBOX", None, None, b"Subject: new %d\r\n\r\nnew mail\r\n" % new))
        wanted = b"* %d EXISTS" % (count + new)
        line = client.readline()
        while line.startswith(b"* ") and not line.upper().startswith(wanted):
            line = client.readline()
        check(line.upper().startswith(wanted), "waited for", wanted, "and read", line or "the end")
    client.send(b"DONE\r\n")
    line = client.readline()
    while line.startswith(b"* "):
        line = client.readline()
    check(line.upper().startswith(b"IDLE1 OK"), "DONE answered", line)
    check(len(numbers(client, "ALL")) == count + 3, "SEARCH does not find the new mail")


def main(host, port, mode, user, password, cafile):
    account = (host, int(port), mode, user, password, cafile)
    texts = [message(n) for n in range(COUNT)]
    client = connect(*account)
    for mailbox in ("imaplib", "imaplib/copy", "imaplib/moved"):
        ok("CREATE", client.create(mailbox))
    status, _ = client.create("imaplib/copy")
    check(status == "NO", "a second CREATE of one name answered", status)
    listed = b"\n".join(ok("LIST", client.list('""', "imaplib/*")))
    check(b"imaplib/copy" in listed and b"imaplib/moved" in listed, "LIST gave", listed)
    for text in texts:
        ok("APPEND", client.append("INBOX", None, DATE, text))
    data = ok("STATUS", client.status("INBOX", "(MESSAGES UNSEEN)"))
    check(b"MESSAGES 50" in data[0] and b"UNSEEN 50" in data[0], "STATUS gave", data)
    select(client, "INBOX", COUNT)
    uids = read_back(client, texts)
    change_flags(client, uids)
    copy_move_expunge(client, uids, texts)

    other = connect(*account)
    idle(client, other, COUNT - 15)
    select(other, "INBOX", COUNT - 12)
    for mailbox in ("imaplib/copy", "imaplib/moved"):
        ok("DELETE", other.delete(mailbox))
    status, _ = other.select("imaplib/copy")
    check(status == "NO", "SELECT of a deleted mailbox answered", status)
    for connection in (client, other):
        status, data = connection.logout()
        check(status == "BYE", "LOGOUT answered", status, data)
    octets = sum(map(len, texts))
    print("imaplib: ok over %s: %d messages of %d to %d octets, %d octets in all"
          % (mode, COUNT, len(texts[0]), len(texts[-1]), octets))


if __name__ == "__main__":
    if len(sys.argv) != 7:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except (imaplib.IMAP4.error, OSError) as error:
        sys.exit("imaplib: %s: %s" % (type(error).__name__, str(error)[:500]))
