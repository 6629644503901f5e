# Perl's DBD::Pg through the lane. Arguments: lane URL, direct URL (the same role), cases. Prints the name of each case
# that holds.
use strict;
use warnings;

use Data::Dumper;
use DBD::Pg qw(:async);
use DBI;
use Time::HiRes qw(sleep time);

$Data::Dumper::Sortkeys = 1;
$Data::Dumper::Indent = 1;
$Data::Dumper::Useqq = 1;

my ($lane, $direct, @wanted) = @ARGV;

sub connected {
    my ($url, %options) = @_;
    my ($user, $password, $host, $port, $database) = $url =~ m{^postgresql://([^:@]+)(?::([^@]*))?\@([^:]+):(\d+)/(.+)$} or die "no URL: $url";
    return DBI->connect("dbi:Pg:dbname=$database;host=$host;port=$port;connect_timeout=20", $user, $password // '',
        { RaiseError => 1, PrintError => 0, PrintWarn => 0, AutoCommit => 1, %options });
}

sub expect {
    my ($value, $wanted, $what) = @_;
    my ($got, $want) = map { [split /\n/, Dumper($_)] } $value, $wanted;
    for my $line (0 .. ($#$got > $#$want ? $#$got : $#$want)) {
        my ($one, $other) = ($got->[$line] // '(nothing)', $want->[$line] // '(nothing)');
        die "$what: $one, wanted $other\n" if $one ne $other;
    }
}

# Both sides do the same, and see the same, which is given back.
sub same {
    my ($what, $work, %options) = @_;
    my ($ours, $theirs) = map { my $session = connected($_, %options); my $seen = $work->($session); $session->disconnect; $seen } $lane, $direct;
    expect($ours, $theirs, $what);
    return $ours;
}

sub failure {
    my ($session, $work) = @_;
    return [$session->state, $session->errstr] unless eval { $work->(); 1 };
    die "no error\n";
}

sub everything {
    my ($statement) = @_;
    return [$statement->{NAME}, $statement->{TYPE}, $statement->{PRECISION}, $statement->{SCALE}, $statement->{NULLABLE}, $statement->{pg_type}, $statement->fetchall_arrayref];
}

my %cases = (
    values => sub {
        for my $prepare (0, 1) {
            my $seen = same("kinds, prepared $prepare", sub {
                my $statement = $_[0]->prepare('SELECT * FROM work.kinds WHERE id <= ? ORDER BY id', { pg_server_prepare => $prepare });
                $statement->execute(3);
                return everything($statement);
            });
            expect([scalar @{ $seen->[0] }, scalar @{ $seen->[6] }], [37, 3], 'columns and rows');
        }
        same('parameters', sub {
            my $statement = $_[0]->prepare('SELECT $1::int, $2::text, $3::bytea, $4::text[], $5::bool, $6::text');
            $statement->bind_param(3, "\x00\xff'", { pg_type => DBD::Pg::PG_BYTEA() });
            $statement->bind_param(1, 7);
            $statement->bind_param(2, "' \x{4e16}");
            $statement->bind_param(4, ['a', undef, 'b"c']);
            $statement->bind_param(5, 1);
            $statement->bind_param(6, undef);
            $statement->execute;
            return everything($statement);
        }, pg_enable_utf8 => 1);
        same('quoting', sub { my $session = shift; [map { $session->quote($_) } "it's", 'back\\slash', undef] });
    },

    masked => sub {
        my $text = q{SELECT id, sex, risk_score, ssn, name, birth_date, zip, mrn, contact->>'email' AS email, contact->>'language' FROM clinic.patients WHERE id <= ? ORDER BY id};
        for my $prepare (0, 1) {
            my ($masked, $real) = map {
                my $session = connected($_);
                my $statement = $session->prepare($text, { pg_server_prepare => $prepare });
                $statement->execute(500);
                $statement->fetchall_arrayref;
            } $lane, $direct;
            expect(scalar @$masked, 500, 'rows');
            for my $i (0 .. $#$masked) {
                my ($our, $their) = ($masked->[$i], $real->[$i]);
                expect([@$our[0, 1, 2, 9]], [@$their[0, 1, 2, 9]], 'unprotected columns');
                expect([@$our[3, 4, 5, 8]], ['***-**-' . substr($their->[3], -4), '***', substr($their->[5], 0, 4) . '-01-01', '***'], 'masks');
                die "the real zip\n" unless $our->[6] eq '000' || $our->[6] eq substr $their->[6], 0, 3;
                die "the real mrn\n" if $our->[7] eq $their->[7];
            }
        }
    },

    prepared_again_and_again => sub {
        same('prepared', sub {
            my $statement = $_[0]->prepare('SELECT label, made FROM work.items WHERE id = ?');
            return [map { $statement->execute($_); $statement->fetchall_arrayref } 1 .. 60];
        });
        same('whole tables', sub {
            my $session = shift;
            return [$session->selectall_hashref('SELECT id, label FROM work.items', 'id'), $session->selectcol_arrayref('SELECT id FROM work.items ORDER BY id'),
                $session->do('UPDATE work.items SET label = label WHERE id < ?', undef, 10)];
        });
    },

    transactions_and_savepoints => sub {
        same('transactions', sub {
            my $session = shift;
            my @seen;
            $session->do('INSERT INTO work.items (id) VALUES (44001)');
            $session->pg_savepoint('one');
            push @seen, failure($session, sub { $session->do('INSERT INTO work.items (id) VALUES (1)') });
            $session->pg_rollback_to('one');
            push @seen, $session->selectall_arrayref('DELETE FROM work.items WHERE id > 44000 RETURNING id, label'), $session->ping, $session->{pg_lib_version} > 0;
            $session->rollback;
            push @seen, $session->ping;
            $session->rollback;
            return \@seen;
        }, AutoCommit => 0);
    },

    errors_and_refusals => sub {
        same('errors', sub {
            my $session = shift;
            my @seen;
            for my $text ('SELECT nosuch FROM work.items', 'SELECT 1 / 0', q{SELECT 'x'::int}, 'INSERT INTO work.items (id) VALUES (1)', 'INSERT INTO work.orders (shop_id) VALUES (-1)') {
                push @seen, failure($session, sub { $session->do($text) });
                push @seen, map { $session->pg_error_field($_) } qw(sqlstate message_primary message_detail message_hint statement_position schema_name table_name constraint_name);
                push @seen, failure($session, sub { my $statement = $session->prepare($text, { pg_prepare_now => 1 }); $statement->execute });
            }
            return \@seen;
        });
        my $session = connected($lane);
        for my $text ('DO $$ BEGIN END $$', 'SELECT clinic.patient_ssn(1)') {
            expect(failure($session, sub { $session->do($text) })->[0], '42501', $text);
            expect($session->selectall_arrayref('SELECT 1'), [[1]], 'after a refusal');
        }
    },

    copy => sub {
        same('copy', sub {
            my $session = shift;
            my @lines;
            $session->do('COPY (SELECT id, label FROM work.items WHERE id < 300 ORDER BY id) TO STDOUT');
            my $line;
            push @lines, $line while $session->pg_getcopydata($line) >= 0;
            $session->begin_work;
            $session->do('COPY work.copied FROM STDIN');
            $session->pg_putcopydata("$_\tby perl\n") for 1 .. 2000;
            $session->pg_putcopyend;
            push @lines, $session->selectall_arrayref(q{SELECT count(*), sum(id) FROM work.copied WHERE label = 'by perl'});
            $session->do('COPY work.copied FROM STDIN');
            $session->pg_putcopydata("no number\tx\n");
            push @lines, failure($session, sub { $session->pg_putcopyend });
            $session->rollback;
            return \@lines;
        });
        my $session = connected($lane);
        $session->do('COPY clinic.patients (ssn) TO STDOUT');
        my ($line, $count) = ('', 0);
        while ($session->pg_getcopydata($line) >= 0) {
            die "not masked: a line of COPY\n" if $line !~ /^\*\*\*-\*\*-\d{4}$/;
            $count++;
        }
        expect($count, 2000, 'masked lines');
    },

    notifications => sub {
        my ($ours, $theirs) = map { connected($_) } $lane, $direct;
        for ([$ours, $theirs], [$theirs, $ours]) {
            my ($listening, $telling) = @$_;
            $listening->do('LISTEN by_perl');
            $telling->do(q{NOTIFY by_perl, 'payload'});
            my ($heard, $deadline) = (undef, time + 15);
            sleep 0.02 until $heard = $listening->pg_notifies or time > $deadline;
            expect([@{ $heard // [] }[0, 2]], ['by_perl', 'payload'], 'notification');
            $listening->do('UNLISTEN *');
        }
    },

    async_cancel_and_timeout => sub {
        my $session = connected($lane);
        my $began = time;
        $session->do('SELECT pg_sleep(20)', { pg_async => PG_ASYNC });
        sleep 0.4;
        die "ready too early\n" if $session->pg_ready;
        $session->pg_cancel;
        die "cancelled late\n" if time - $began > 10;
        $session->do('SELECT 7', { pg_async => PG_ASYNC });
        expect(0 + $session->pg_result, 1, 'an asynchronous result');
        $session->do('SET statement_timeout = 200');
        expect(failure($session, sub { $session->do('SELECT pg_sleep(20)') })->[0], '57014', 'timed out');
        expect($session->selectall_arrayref('SELECT 1'), [[1]], 'after a timeout');
    },

    metadata => sub {
        same('metadata', sub {
            my $session = shift;
            my @seen;
            for my $schema ('work', 'clinic') {
                push @seen, everything($session->table_info(undef, $schema, '%', undef));
                push @seen, [$session->tables(undef, $schema, '%', 'TABLE')];
            }
            # Each column is a question of its own.
            push @seen, everything($session->column_info(undef, @$_, '%')) for [qw(work kinds)], [qw(work orders)], [qw(clinic patients)];
            for ([qw(work orders)], [qw(work shops)], [qw(clinic patients)], [qw(clinic Order)]) {
                for my $question ('primary_key_info', 'foreign_key_info', 'statistics_info') {
                    my @asked = $question eq 'statistics_info' ? (undef, @$_, 0, 1) : $question eq 'foreign_key_info' ? (undef, @$_, undef, undef, undef) : (undef, @$_);
                    my $answer = $session->$question(@asked);
                    push @seen, $answer ? $answer->fetchall_arrayref : undef;
                }
                push @seen, [$session->primary_key(undef, @$_)];
            }
            push @seen, everything($session->table_info('', '%', '')), $session->type_info_all;
            return \@seen;
        });
    },

    most_columns_and_many_parameters => sub {
        my $seen = same('1,600 columns', sub {
            my $rows = $_[0]->selectall_arrayref('SELECT * FROM work.wide ORDER BY c1');
            return [map { [@$_[0 .. 798, 800 .. 1599]] } @$rows];
        });
        expect([scalar @$seen, scalar @{ $seen->[0] }], [5, 1599], 'rows and columns');
        expect(connected($lane)->selectrow_arrayref('SELECT * FROM work.wide')->[799], '***', 'the protected column');
        # The driver itself takes minutes for 65,535.
        my $marks = join ',', ('?') x 5_000;
        my $counted = same('many parameters', sub { $_[0]->selectall_arrayref("SELECT count(*) FROM work.items WHERE id IN ($marks)", undef, 500 .. 5_499) });
        expect($counted, [[501]], 'many parameters');
    },
);

my $failed = 0;
for my $name (@wanted) {
    die "there is no case $name\n" unless $cases{$name};
    if (eval { $cases{$name}->(); 1 }) {
        print "$name\n";
    } else {
        print STDERR "$name: ", substr($@, 0, 2000), "\n";
        $failed = 1;
    }
}
exit $failed;
