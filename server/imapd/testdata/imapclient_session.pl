#!/usr/bin/perl
# One mail client's session, with Perl's Mail::IMAPClient.
#
# usage: imapclient_session.pl HOST PORT tls|starttls USER PASSWORD CAFILE
#
# Makes, renames and deletes folders, appends messages, reads each back with
# its size, envelope and structure, searches, changes flags, copies, moves,
# expunges, waits for new mail, and copies a folder between two connections.
# Every content is compared by sha256. Prints one summary line; ends with a
# status other than 0 and a message at the first difference.

use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Mail::IMAPClient;

$SIG{ALRM} = sub { die "Mail::IMAPClient: no end after 50 seconds\n" };
alarm 50;

my $client;    # the connection whose last error is of interest

sub check {
    my ($condition, @what) = @_;
    return if $condition;
    my $error = $client && $client->LastError || "";
    die "Mail::IMAPClient: ", substr(join(" ", map { $_ // "undef" } @what), 0, 500), " ($error)\n";
}

sub ok {
    my ($what, $value) = @_;
    check(defined $value && $value, $what, "failed");
    return $value;
}

# same compares two lists.
sub same {
    my ($what, $got, $want) = @_;
    check("@$got" eq "@$want", $what, "gave", "@$got", "- want", "@$want");
}

sub open_connection {
    my ($host, $port, $mode, $user, $password, $cafile) = @_;
    my @tls = (SSL_ca_file => $cafile, SSL_verify_mode => 1, SSL_hostname => "localhost", SSL_verifycn_name => "localhost");
    my $made = Mail::IMAPClient->new(
        Server => $host, Port => $port, User => $user, Password => $password,
        Uid => 1, Peek => 1, Timeout => 10,
        $mode eq "tls" ? (Ssl => \@tls, Authmechanism => "PLAIN") : (Starttls => \@tls),
    );
    check($made, "connection over", $mode, $@);
    return $made;
}

# messages are what a folder of a user may hold: line ends are CRLF, because
# Mail::IMAPClient makes them so.
sub messages {
    my $head = "From: =?utf-8?q?J=C3=BCrgen?= <j\@example.org>\r\nTo: \"Bob, B.\" <bob\@example.net>, team: a\@b.example;\r\n"
        . "Date: Mon, 7 Feb 1994 21:52:25 -0800\r\n";
    my @list = map { "${head}Subject: message number $_\r\nMessage-ID: <$_\@example.org>\r\n\r\n" . "line $_\r\n" x ($_ ** 3) } 1 .. 20;
    my $octets = join "", map { chr } grep { $_ != 10 && $_ != 13 } 1 .. 255;
    push @list,
        "${head}Subject: \xc3\xa4 raw\r\n\r\n" . "$octets\r\n" x 9,
        "${head}Subject: quote \" and \\ and {3}\r\n\r\n{3}\r\nabc)\r\n",
        "${head}Subject: no text\r\n\r\n",
        "Subject: no text and no blank line",
        "x",
        "${head}Subject: parts\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b 1\"\r\n\r\n"
        . "--b 1\r\n\r\nfirst part\r\n"
        . "--b 1\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n"
        . "--b2\r\n\r\nplain\r\n--b2\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>rich</p>\r\n--b2--\r\n"
        . "--b 1--\r\n",
        "${head}Subject: long line\r\n\r\n" . "y" x 100_000 . "\r\n";
    return @list;
}

# folders makes, renames, lists and subscribes; the mailboxes that the rest
# works on remain.
sub folders {
    for my $name ("work", "work/t&AOQ-st", 'quo"te\\x') {
        ok("CREATE $name", $client->create($name));
        ok("LIST of $name", $client->exists($name));
    }
    check(!$client->create("work"), "a second CREATE of one name was not refused");
    ok("RENAME", $client->rename('quo"te\\x', "work/copy [of]"));
    same("LIST", [sort $client->folders], ["INBOX", "work", "work/copy [of]", "work/t&AOQ-st"]);
    ok("SUBSCRIBE", $client->subscribe("work"));
    same("LSUB", [$client->subscribed], ["work"]);
    ok("UNSUBSCRIBE", $client->unsubscribe("work"));
    same("LSUB", [$client->subscribed], []);
    check($client->separator eq "/", "hierarchy delimiter", $client->separator);
}

# read_back compares whatever can be read of all messages.
sub read_back {
    my ($uids, $texts) = @_;
    check($client->message_count == @$texts, $client->message_count, "messages, want", scalar @$texts);
    same("SEARCH ALL", [$client->messages], $uids);
    for my $i (0 .. $#$uids) {
        my ($uid, $want) = ($uids->[$i], $texts->[$i]);
        my $got = $client->message_string($uid) // "";
        check(sha256_hex($got) eq sha256_hex($want), "message", $uid, "has", length $got, "octets, want", length $want);
        check($client->size($uid) == length $want, "size of", $uid, "is", $client->size($uid), "- want", length $want);
        check($client->get_bodystructure($uid), "BODYSTRUCTURE of", $uid, "was not understood");
        my $envelope = $client->get_envelope($uid);
        check($envelope, "ENVELOPE of", $uid, "was not understood");
        check($envelope->subject eq "message number $uid", "subject of", $uid, "is", $envelope->subject) if $i < 20;
        check($client->internaldate($uid) eq " 1-Jan-2020 10:00:00 +0200", "date of", $uid, "is", $client->internaldate($uid));
    }
    my $structure = $client->get_bodystructure($uids->[25]);
    same("parts", [$structure->parts], [qw(1 2 2.HEAD 2.TEXT 2.1 2.2)]);
    check($client->bodypart_string($uids->[25], "2.2") eq "<p>rich</p>", "part 2.2 is", $client->bodypart_string($uids->[25], "2.2"));
    my $all = $client->fetch_hash("FLAGS", "RFC822.SIZE", "INTERNALDATE", "ENVELOPE", "BODYSTRUCTURE", "BODY.PEEK[HEADER.FIELDS (SUBJECT)]");
    check(keys %$all == @$uids, "FETCH of everything gave", scalar keys %$all, "messages");
    same("SEARCH UNSEEN", [$client->unseen], $uids);
}

sub searches {
    my $uids = shift;
    same("SEARCH SUBJECT", [$client->search("SUBJECT", \'"number 2"')], [@$uids[1, 19]]);
    same("SEARCH OR NOT", [$client->search(\'OR LARGER 50000 NOT FROM "example.org"')], [@$uids[17 .. 19, 23, 24, 26]]);
    same("SEARCH HEADER", [$client->search(\'HEADER "Message-ID" "<3@example.org>"')], [$uids->[2]]);
    same("SEARCH SENTBEFORE", [$client->search("SENTBEFORE", $client->Rfc3501_date(time))], [@$uids[0 .. 22, 25, 26]]);
}

sub change {
    my $uids = shift;
    ok("STORE +FLAGS", $client->see(@$uids[0 .. 2]));
    ok("STORE -FLAGS", $client->deny_seeing($uids->[0]));
    same("SEARCH SEEN", [$client->seen], [@$uids[1, 2]]);
    ok("STORE FLAGS", $client->store($uids->[3], "FLAGS.SILENT", '(\\Answered $Label)'));
    same("FLAGS", [sort $client->flags($uids->[3])], ['$Label', '\\Answered']);
    ok("COPY", $client->copy("work/copy [of]", @$uids[0 .. 4]));
    ok("MOVE", $client->tag_and_run("UID MOVE $uids->[5]:$uids->[9] \"work/copy [of]\""));
    check($client->message_count == @$uids - 5, "after MOVE", $client->message_count, "messages");
    ok("STORE \\Deleted", $client->delete_message(@$uids[0, 1, 10]));
    ok("UID EXPUNGE", $client->uidexpunge($uids->[0]));
    ok("EXPUNGE", $client->expunge);
    same("SEARCH ALL", [$client->messages], [@$uids[2 .. 4, 11 .. $#$uids]]);
}

# idle waits on one connection for what the other one delivers.
sub idle {
    my ($other, $count) = @_;
    $client = $other;
    ok("SELECT", $client->select("work/copy [of]"));
    my $tag = ok("IDLE", $client->idle);
    ok("APPEND", $_[2]->append("work/copy [of]", "Subject: new\r\n\r\nnew mail\r\n"));
    my $data = $client->idle_data(10);
    my $want = "* " . ($count + 1) . " EXISTS";
    check($data && "@$data" =~ /^\Q$want\E/m, "IDLE told", $data ? @$data : "nothing", "- want", $want);
    ok("DONE", $client->done($tag));
}

sub main {
    my @account = @_;
    $client = open_connection(@account);
    ok("MOVE in the capabilities", $client->has_capability("MOVE"));
    folders();
    my @texts = messages();
    my @uids = map { ok("APPEND", $client->append_string("work", $_, '\\Flagged $Keyword', " 1-Jan-2020 10:00:00 +0200")) } @texts;
    same("APPENDUID", \@uids, [1 .. @texts]);
    ok("SELECT", $client->select("work"));
    read_back(\@uids, \@texts);
    searches(\@uids);
    change(\@uids);

    my $first = $client;
    my $second = open_connection(@account);
    idle($second, 10, $first);
    $client = $first;
    ok("CREATE", $second->create("moved") && $second->select("moved"));
    ok("SELECT", $client->select("work/copy [of]"));
    ok("copy to the other connection", $client->migrate($second, "ALL", "moved"));
    ok("SELECT", $second->select("moved"));
    same("copied folder", [map { sha256_hex($second->message_string($_)) } $second->messages],
        [map { sha256_hex($_) } @texts[0 .. 9], "Subject: new\r\n\r\nnew mail\r\n"]);

    ok("SELECT", $_->select("INBOX")) for $first, $second;
    ok("DELETE $_", $client->delete($_)) for "work/copy [of]", "work/t&AOQ-st", "work", "moved";
    same("LIST", [$client->folders], ["INBOX"]);
    ok("LOGOUT", $_->logout) for $first, $second;
    print "Mail::IMAPClient: ok over $account[2]: ", scalar @texts, " messages\n";
}

@ARGV == 6 or die "usage: $0 HOST PORT tls|starttls USER PASSWORD CAFILE\n";
main(@ARGV);
