# relay.pl PORT TO: passes each connection to the TCP port on to TO, both ways: the path of a unix socket, or ADDRESS:PORT.
# Needs perl-base only.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;

my ($port, $to) = @ARGV;
$SIG{CHLD} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalPort => $port, Listen => 16, ReuseAddr => 1) or die "port $port: $!";
while (1) {
  my $outer = $server->accept() or next;
  next if fork();
  my $inner = $to =~ m{^/} ? IO::Socket::UNIX->new(Peer => $to) : IO::Socket::INET->new(PeerAddr => $to);
  die "$to: $!" unless $inner;
  my %other = ($outer => $inner, $inner => $outer);
  my $readable = IO::Select->new($outer, $inner);
  while (1) {
    for my $from ($readable->can_read()) {
      my $bytes = sysread($from, my $data, 65536);
      exit 0 unless $bytes;
      my $sent = 0;
      while ($sent < $bytes) {
        $sent += syswrite($other{$from}, $data, $bytes - $sent, $sent) // exit 1;
      }
    }
  }
}
