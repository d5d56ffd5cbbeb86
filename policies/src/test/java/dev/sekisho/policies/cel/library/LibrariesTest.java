package dev.sekisho.policies.cel.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.cel.expression.Cel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries from the outside: what expressions get of them. One test for each library. */
class LibrariesTest {

  private static final String OBJECT =
      "{'l': [3, 1, 2], 's': ['b', 'a'], 'mixed': [1, 'a'], 'el': [], 'n': null,"
          + " 'd': [1.5, 2.5], 'nested': [[1], [2, [3]]], 'm': {'a': 1}}";

  private static void holds(String expression) {
    assertThat(Cel.value(expression, OBJECT)).as(expression).isEqualTo(true);
  }

  private static void fails(String expression, String reason) {
    assertThat(Cel.failure(expression, OBJECT)).as(expression).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quantity('1k') == quantity('1000') && quantity('1Ki') == quantity('1024')",
        "quantity('1.5Gi').isGreaterThan(quantity('1Gi')) && quantity('1').isLessThan(quantity('2'))",
        "quantity('200M').compareTo(quantity('0.2G')) == 0 && sign(quantity('-1')) == -1",
        "quantity('50k').add(20).sub(quantity('100k')).sub(-50000) == quantity('20')",
        "quantity('1').add(quantity('0')).isInteger() && quantity('0').add(quantity('2m')) == quantity('2m')",
        "quantity('50k').asInteger() == 50000 && !quantity('1.0').isInteger()",
        "!quantity('9223372036854775807').add(1).isInteger()",
        "quantity('500m').asApproximateFloat() == 0.5 && quantity('2').asApproximateFloat() == 2.0",
        "quantity('0.1n') == quantity('1n') && quantity('100Ei') == quantity('9223372036854775807')",
        "isQuantity('-1') && isQuantity('1e3') && isQuantity('1E') && isQuantity('.5') && isQuantity('+')",
        "!isQuantity('') && !isQuantity('1K') && !isQuantity('1e') && !isQuantity('one') && !isQuantity('1e99999')",
        "!quantity('99999999999999999999G').isInteger() && quantity('1.5Ki') == quantity('1536')"
      })
  void quantities(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "string(ip('2001:DB8::0001')) == '2001:db8::1' && string(ip('10.0.0.1')) == '10.0.0.1'",
        "string(ip('1:0:0:2:0:0:0:3')) == '1:0:0:2::3' && string(ip('::')) == '::'",
        "isIP('::1.2.3.4') && isIP('1:2:3:4:5:6:7::') && !isIP('::ffff:1.2.3.4')",
        "!isIP('127.0.0.01') && !isIP('1.2.3') && !isIP('fe80::1%eth0') && !isIP('1::2::3') && !isIP('1.2::')",
        "!isIP('12345::') && !isIP('1:2:3') && !isIP('1:2:3:4:5:6:7:8:9') && !isIP(':1')",
        "ip('10.0.0.1').family() == 4 && ip('::1').family() == 6 && !ip.isCanonical('::0')",
        "ip('::1').isLoopback() && ip('127.1.2.3').isLoopback() && ip('0.0.0.0').isUnspecified()",
        "ip('224.0.0.1').isLinkLocalMulticast() && ip('ff02::1').isLinkLocalMulticast()",
        "ip('169.254.1.1').isLinkLocalUnicast() && ip('fe80::1').isLinkLocalUnicast()",
        "ip('10.0.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast()",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('::1'))",
        "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !cidr('10.1.0.0/16').containsCIDR(cidr('10.0.0.0/8'))",
        "string(cidr('10.1.2.3/8').masked()) == '10.0.0.0/8' && cidr('::/0').prefixLength() == 0",
        "cidr('10.1.2.3/8').ip() == ip('10.1.2.3') && !isCIDR('10.0.0.0/33') && !isCIDR('10.0.0.0/08')",
        "isCIDR('::/0') && !isCIDR('10.0.0.0') && !isCIDR('::ffff:1.2.3.4/96')"
      })
  void addresses(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "url('https://u@H.com:80/a%20b?x=1&x=2#f').getHost() == 'H.com:80'",
        "url('https://u:p@h:80/a b').getEscapedPath() == '/a%20b' && url('/p').getScheme() == ''",
        "url('HTTP://h/').getScheme() == 'http' && url('http://[::1]:8/').getHostname() == '::1'",
        "url('http://h:8').getPort() == '8' && url('http://h').getPort() == ''",
        "url('http://h/?a=1&a=2&b&c;d&%zz=1').getQuery() == {'a': ['1', '2'], 'b': ['']}",
        "url('http://h/?q=a+b%41').getQuery()['q'] == ['a bA'] && url('*').getEscapedPath() == '*'",
        "isURL('mailto:x') && isURL('/a') && !isURL('a') && !isURL('') && !isURL('http://a b/')",
        "!isURL('http://[::1') && !isURL('http://h:port/') && !isURL('http://h/%zz') && !isURL(':x')",
        "isURL('http://[fe80::1%25en0]/') && !isURL('http://a[::1]/') && !isURL('http://[1.2.3.4]/')",
        "url('http://h/é').getEscapedPath() == '/%C3%A9' && isURL('http://é/') && !isURL('http://%41/')",
        "url('http://h/#a').getEscapedPath() == '/' && url('http://h') != url('http://i')"
      })
  void urls(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3",
        "semver('1.0.0-alpha.10').isGreaterThan(semver('1.0.0-alpha.2')) && semver('1.0.0-1').isLessThan(semver('1.0.0-a'))",
        "semver('1.0.0').compareTo(semver('1.0.0-rc')) == 1 && semver('1.0.0-a').isLessThan(semver('1.0.0-a.1'))",
        "semver('1.0.0+a') == semver('1.0.0+b') && semver('v01.2', true) == semver('1.2.0')",
        "semver('v1.2.3', false) == semver('1.2.3') || true",
        "!isSemver('v1.0.0') && !isSemver('1.0') && !isSemver('1.0.0-01') && !isSemver('1.0.0-') && isSemver('1.0.0-a-b')",
        "isSemver('1', true) && !isSemver('1.0-a', true) && isSemver('00.0.0', true) && !isSemver('1.2.99999999999999999999')"
      })
  void versions(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!format.dns1123Label().validate('a-b').hasValue() && format.dns1123Label().validate('A').value().size() == 1",
        "!format.dns1123LabelPrefix().validate('a-').hasValue() && !format.dns1123Subdomain().validate('a.b').hasValue()",
        "format.dns1035Label().validate('1a').hasValue() && !format.labelValue().validate('').hasValue()",
        "!format.qualifiedName().validate('a.b/C').hasValue() && format.qualifiedName().validate('/c').hasValue()",
        "format.qualifiedName().validate('a/b/c').hasValue() && format.qualifiedName().validate('').hasValue()",
        "!format.uri().validate('http://a').hasValue() && format.uuid().validate('1').hasValue()",
        "!format.byte().validate('aGk=').hasValue() && format.byte().validate('a').hasValue()",
        "!format.date().validate('2024-02-29').hasValue() && format.date().validate('2023-02-29').hasValue()",
        "!format.datetime().validate('2024-02-29T00:00:00Z').hasValue() && format.datetime().validate('x').hasValue()",
        "format.named('date').hasValue() && !format.named('none').hasValue()"
      })
  void formats(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "object.l.sum() == 6 && object.el.sum() == 0 && object.d.sum() == 4.0 && [1u, 2u].sum() == 3u",
        "[duration('1m'), duration('1s')].sum() == duration('61s') && object.l.max() == 3 && object.s.min() == 'a'",
        "!object.l.isSorted() && ['\uffee', '😀'].isSorted() && object.l.indexOf(2.0) == 2 && object.l.lastIndexOf(9) == -1",
        "object.l.sort() == [1, 2, 3] && object.s.sortBy(x, x) == ['a', 'b'] && object.l.sortBy(x, -x)[0] == 3",
        "object.nested.flatten().size() == 3 && object.nested.flatten(2) == [1, 2, 3]",
        "[1, 1, 2].distinct() == [1, 2] && [[1], [1]].distinct().size() == 1 && object.mixed.distinct().size() == 2",
        "[dyn(1), dyn(1.0)].distinct().size() == 1 && [double('nan'), double('nan'), double('inf')].distinct().size() == 3",
        "object.l.slice(1, 2) == [1] && object.l.reverse() == [2, 1, 3] && lists.range(3) == [0, 1, 2]",
        "[optional.of(1), optional.none()].unwrapOpt() == [1] && object.l.existsOne(i, v, v == 3)",
        "[true, false].min() == false && [b'b', b'a'].min() == b'a' && [duration('2s')].max() == duration('2s')"
      })
  void lists(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a1b22'.find('[0-9]+') == '1' && 'a'.find('x') == '' && 'a1b22'.findAll('[0-9]+') == ['1', '22']",
        "'a1b22'.findAll('[0-9]', 1) == ['1'] && '123 abc'.findAll('[0-9]*') == ['123', '', '', '', '']",
        "'😀b'.findAll('').size() == 3 && '😀é'.replace('', '-') == '-😀-é-' && 'aaa'.replace('a', 'b', 2) == 'bba'",
        "'ab'.indexOf('b', 1) == 1 && 'ab'.indexOf('', 1) == 1 && 'ab'.indexOf('b', 9) == -1 && 'ab'.indexOf('x', 0) == -1",
        "'abab'.lastIndexOf('b', 2) == 1 && 'ab'.lastIndexOf('', 1) == 1 && 'ab'.lastIndexOf('b', 9) == -1",
        "['a', 'b'].join() == 'ab' && ['a', 'b'].join('-') == 'a-b' && strings.quote('a\\n\"') == '\"a\\\\n\\\\\"\"'",
        "'%s %d %% %x %X %o %b'.format(['a', 1, 255, 255, 8, 5]) == 'a 1 % ff FF 10 101'",
        "'%x %x %b'.format(['hi', b'\\x01', true]) == '6869 01 1' && '%.2f'.format([1234.5]) == '1,234.50'",
        "'%e %f %f'.format([1052.0, double('inf'), 'NaN']) == '1.052000×10⁰³ ∞ NaN' && '%.0f'.format([-0.4]) == '-0'",
        "'%f %f %e'.format(['Infinity', '-Infinity', 0.00012]) == '∞ -∞ 1.200000×10⁻⁰⁴' && '%e'.format([9.9999999e9]) == '1.000000×10¹⁰'",
        "'%s'.format([{'b': 1.5, 'a': 2.0}]) == '{\"a\":2.000000, \"b\":1.500000}' && '%s'.format([null]) == 'null'",
        "'%s'.format([object.mixed]) == '[1, \"a\"]' && '%s %s'.format([type(1), b'x']) == 'int x'",
        "'%s'.format([[duration('1s'), duration('2s')]]) == '[duration(\"1s\"), duration(\"2s\")]'",
        "'%s'.format([[timestamp('2024-01-01T00:00:00.10Z')]]) == '[timestamp(\"2024-01-01T00:00:00.1Z\")]'",
        "'%s %s'.format([{1: b'a'}, [double('inf')]]) == '{1:b\"a\"} [\"+Inf\"]' && '%s'.format([1u]) == '1'",
        "'😀' > '\uffee' && 'a' <= 'a' && 'b' >= 'a' && 'a' < 'b'"
      })
  void strings(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "string(1.0) == '1' && string(1e6) == '1e+06' && string(123456.0) == '123456' && string(1e-7) == '1e-07'",
        "string(-1.5e100) == '-1.5e+100' && string(-0.0) == '-0' && string(double('nan')) == 'NaN'",
        "string(duration('1h1.5s')) == '3601.5s' && duration('1h30m') == duration('90m') && duration('-1.5h') < duration('0')",
        "string(timestamp('2024-01-01T00:00:00Z')) == '2024-01-01T00:00:00Z' && int(duration('1s')) == 1000000000",
        "int('+5') == 5 && uint('5') == 5u && double('1e3') == 1000.0 && double('0x1p-2') == 0.25 && bool('T') && !bool('0')",
        "double('-inf') < 0.0 && duration('1500ms').getMilliseconds() == 1500 && duration('+1.s') == duration('1s')",
        "type(object.n) == null_type && type(object.m) == map && type(type(1)) == type && type(1u) == uint",
        "type(timestamp('2024-01-01T00:00:00Z')) == google.protobuf.Timestamp && type(optional.of(1)) == optional_type",
        "type(b'') == bytes && type(duration('1s')) == google.protobuf.Duration && type(quantity('1')) == type(quantity('2'))",
        "type(1.0) == double && type('') == string && type(true) == bool && type([1]) == list"
      })
  void conversions(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!has(object.n.x) && has(object.n) && !has(object.missing) && object.?m.?a.orValue(9) == 1",
        "object.?m.?z.orValue(9) == 9 && object.?l[0].orValue(9) == 3 && object.l[?9].orValue(9) == 9 && object.?n.?x.orValue(9) == 9",
        "object.l[0] == 3.0 && object.l[1u] == 1 && object.m == {'a': 1.0} && 3.0 in object.l && !(9 in object.l)",
        "object.el == [] && object.m != {'a': 2} && object.m != {} && object.l != [1] && optional.none() == optional.none()",
        "(object.m || true) && !(object.m && false) && optional.of(dyn(1)) == optional.of(dyn(1.0)) && optional.of(1) != optional.none()",
        "{1: 'a'}[dyn(1.0)] == 'a' && dyn(9223372036854775807) == 9223372036854775807.0 && dyn(0) == -0.0 && double('nan') != double('nan')",
        "object.m.transformMap(k, v, v + 1) == {'a': 2} && 18446744073709551615u > 1"
      })
  void access(String expression) {
    holds(expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx | docker.io | library/nginx | '' | ''",
        "nginx:1.27 | docker.io | library/nginx | 1.27 | ''",
        "team/app | docker.io | team/app | '' | ''",
        "index.docker.io/app | docker.io | library/app | '' | ''",
        "registry.acme/a/b:v1 | registry.acme | a/b | v1 | ''",
        "localhost/app | localhost | app | '' | ''",
        "reg:5000/app:1 | reg:5000 | app | 1 | ''",
        "[::1]:5000/app | [::1]:5000 | app | '' | ''",
        "Registry/app | Registry | app | '' | ''",
        "q.io/a@sha256:0123456789abcdef0123456789abcdef | q.io | a | '' | sha256:0123456789abcdef0123456789abcdef",
        "a_b/c__d/e-f.g | docker.io | a_b/c__d/e-f.g | '' | ''"
      })
  void images(String image, String registry, String repository, String tag, String digest) {
    String parts = "image('" + image + "')";
    assertThat(Cel.value(parts + ".registry")).isEqualTo(registry);
    assertThat(Cel.value(parts + ".repository")).isEqualTo(repository);
    assertThat(Cel.value(parts + ".tag")).isEqualTo(tag);
    assertThat(Cel.value(parts + ".digest")).isEqualTo(digest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "UPPER", "a//b", "a:", "a@sha256:12", "/a", "a b", "http://a/b", "a:t@"})
  void notImages(String image) {
    assertThat(Cel.value("isImage(object)", "'" + image + "'")).isEqualTo(false);
    assertThat(Cel.failure("image(object)", "'" + image + "'")).contains("not the name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object.missing | missing",
        "object.l[9] | index out of bounds: 9",
        "object.l['a'] | unsupported index type",
        "object.m['z'] | no such key: z",
        "object.l[0]['a'] | no such overload",
        "object.el.min() | min called on empty list",
        "object.mixed.max() | no such overload",
        "object.mixed.sum() | no such overload",
        "object.mixed.join(',') | join takes strings only",
        "[9223372036854775807, 1].sum() | integer overflow",
        "[18446744073709551615u, 1u].sum() | unsigned integer overflow",
        "[double('nan'), 1.0].max() | NaN values cannot be ordered",
        "object.l.slice(2, 1) | cannot slice",
        "object.l.flatten(-1) | level must be non-negative",
        "lists.range(1000001) | more than 1000000 elements",
        "quantity('x') | not a quantity",
        "quantity('1.5').asInteger() | cannot convert value to integer",
        "ip('x') | not an IP address",
        "ip('::ffff:1.2.3.4') | IPv4-mapped",
        "ip('fe80::1%eth0') | zone",
        "cidr('10.0.0.0') | not a CIDR",
        "cidr('10.0.0.0/33') | longer than the address",
        "url('a') | not an absolute URL",
        "semver('1') | not a semantic version",
        "'ab'.indexOf('b', -1) | index out of range",
        "'ab'.find(object.s[0] + '(') | missing closing",
        "int(object.s[0]) | to 'int'",
        "uint(object.s[0]) | to 'uint'",
        "double(object.s[0]) | to 'double'",
        "bool(object.s[0]) | to 'bool'",
        "duration(object.s[0]) | to 'duration'",
        "timestamp(object.s[0]) | to 'timestamp'",
        "timestamp(object.s[0] + '2024-02-30T00:00:00Z') | to 'timestamp'",
        "'%d'.format([object.s[0]]) | integers only",
        "'%f'.format([object.l[0]]) | doubles only",
        "(object.s[0] + '%z').format([1]) | unrecognized formatting clause",
        "(object.s[0] + '%s').format([]) | out of range",
        "'%s'.format([dyn(quantity('1'))]) | cannot print",
        "'%s'.format([{1.5: 1}]) | cannot print",
        "!object.l | No matching overload"
      })
  void failures(String expression, String reason) {
    fails(expression, reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'aaaa'", "lists.range(4000).map(x, 'aaaaaaaaaa').join('')"})
  void replacingIsBounded(String text) {
    String grown = "%s.replace('a', %s.replace('a', '0123456789'))".formatted(text, text);
    if (text.length() > 10) {
      fails(grown, "characters");
    } else {
      assertThat((String) Cel.value(grown)).hasSize(160);
    }
  }
}
