package demoapp.playground.rules;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The syntax of names, labels and keys: what is wrong with one, in the API server's words; empty when it fits. As in
 * https://github.com/kubernetes/apimachinery/blob/v0.32.1/pkg/util/validation/validation.go
 */
final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    // Parts between dots, but without a repeated group: Java's would overflow the stack on a very long name.
    private static final String PARTS = "(?!.*(\\.[-.]|-\\.))[a-z0-9]([-.a-z0-9]*[a-z0-9])?";
    private static final Pattern SUBDOMAIN = Pattern.compile(PARTS);
    private static final Pattern WILDCARD = Pattern.compile("\\*\\." + PARTS);
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final Pattern HTTP_HEADER = Pattern.compile("[-A-Za-z0-9]+");
    private static final Pattern DOMAIN_PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.|$)){4}");
    private static final String QUALIFIED_TEXT = "must consist of alphanumeric characters, '-', '_' or '.', and must "
            + "start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used "
            + "for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private Names() { }

    static List<String> subdomain(String name) {
        return fits(SUBDOMAIN, name, 253, "a lowercase RFC 1123 subdomain must consist of lower case "
                + "alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
                + "'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*"
                + "[a-z0-9])?)*')");
    }

    static List<String> wildcard(String name) {
        return fits(WILDCARD, name, 253, "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS "
                + "subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an "
                + "alphanumeric character (e.g. '*.example.com', regex used for validation is "
                + "'\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }

    static List<String> label(String name) {
        var dotted = SUBDOMAIN.matcher(name).matches();
        return fits(LABEL, name, 63, dotted ? "must not contain dots" : "a lowercase RFC 1123 label must consist of "
                + "lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
                + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
    }

    static List<String> label1035(String name) {
        return fits(LABEL_1035, name, 63, "a DNS-1035 label must consist of lower case alphanumeric "
                + "characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. "
                + "'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
    }

    private static List<String> fits(Pattern pattern, String name, int limit, String otherwise) {
        var faults = new ArrayList<String>();
        if (name.length() > limit) {
            faults.add("must be no more than " + limit + " characters");
        }
        if (!pattern.matcher(name).matches()) {
            faults.add(otherwise);
        }
        return faults;
    }

    /** A label's or annotation's key: [prefix/]name. */
    static List<String> qualified(String key) {
        var slash = key.indexOf('/');
        if (slash >= 0 && key.indexOf('/', slash + 1) >= 0) {
            return List.of("a qualified name " + QUALIFIED_TEXT
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        var faults = new ArrayList<String>();
        if (slash == 0) {
            faults.add("prefix part must be non-empty");
        } else if (slash > 0) {
            subdomain(key.substring(0, slash)).forEach(fault -> faults.add("prefix part " + fault));
        }
        var name = key.substring(slash + 1);
        if (name.isEmpty()) {
            faults.add("name part must be non-empty");
        } else if (name.length() > 63) {
            faults.add("name part must be no more than 63 characters");
        }
        if (!QUALIFIED.matcher(name).matches()) {
            faults.add("name part " + QUALIFIED_TEXT);
        }
        return faults;
    }

    static List<String> labelValue(String value) {
        return fits(LABEL_VALUE, value, 63, "a valid label must be an empty string or consist of "
                + "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
                + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
    }

    /** A key of a ConfigMap's or Secret's data. */
    static List<String> configKey(String key) {
        var faults = fits(CONFIG_KEY, key, 253, "a valid config key must consist of alphanumeric characters, "
                + "'-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is "
                + "'[-._a-zA-Z0-9]+')");
        if (key.equals(".") || key.equals("..")) {
            faults.add("must not be '" + key + "'");
        } else if (key.startsWith("..")) {
            faults.add("must not start with '..'");
        }
        return faults;
    }

    static List<String> environment(String name) {
        var printable = !name.isEmpty() && name.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '=');
        return printable ? List.of() : List.of("a valid environment variable name must consist only of printable ASCII "
                + "characters other than '='");
    }

    static List<String> httpHeader(String name) {
        return HTTP_HEADER.matcher(name).matches() ? List.of() : List.of("a valid HTTP header must consist of "
                + "alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is "
                + "'[-A-Za-z0-9]+')");
    }

    /** The name of a port, which stands for its number. */
    static List<String> port(String name) {
        var faults = new ArrayList<String>();
        if (name.length() > 15) {
            faults.add("must be no more than 15 characters");
        }
        if (!name.matches("[-a-z0-9]+")) {
            faults.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!name.matches("(?s).*[a-z].*")) {
            faults.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            faults.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            faults.add("must not begin or end with a hyphen");
        }
        return faults;
    }

    static List<String> port(long number) {
        return number >= 1 && number <= 65535 ? List.of() : List.of("must be between 1 and 65535, inclusive");
    }

    /** `acme.io/foo`, as controllers are named. */
    /** Whether a network is a part of another one, and not all of it. */
    static boolean inside(String inner, String outer) {
        var part = inner.split("/");
        var whole = outer.split("/");
        var bits = Integer.parseInt(whole[1]);
        if (Integer.parseInt(part[1]) <= bits || part[0].contains(":") != whole[0].contains(":")) {
            return false;
        }
        return network(part[0], bits).equals(network(whole[0], bits));
    }

    private static BigInteger network(String address, int bits) {
        try {
            var bytes = InetAddress.getByName(address).getAddress(); // a literal: nobody is asked
            return new BigInteger(1, bytes).shiftRight(bytes.length * 8 - bits);
        } catch (UnknownHostException notAnAddress) {
            return BigInteger.ZERO;
        }
    }

    static List<String> domainPath(String name) {
        var slash = name.indexOf('/');
        if (slash <= 0 || slash == name.length() - 1) {
            return List.of("must be a domain-prefixed path (such as \"acme.io/foo\")");
        }
        var faults = new ArrayList<>(subdomain(name.substring(0, slash)));
        if (!DOMAIN_PATH.matcher(name.substring(slash + 1)).matches()) {
            faults.add("Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
        }
        return faults;
    }

    /** What may be one step of a path. */
    static List<String> pathStep(String name) {
        return name.equals(".") || name.equals("..") ? List.of("may not be '" + name + "'")
                : List.of("/", "%").stream().filter(name::contains).map(part -> "may not contain '" + part + "'").toList();
    }

    static boolean ip(String text) {
        return ipv4(text) || text.contains(":") && text.matches("[0-9a-fA-F:.]+");
    }

    static boolean ipv4(String text) {
        return !text.endsWith(".") && IPV4.matcher(text).matches();
    }

    static List<String> address(String text) {
        return ip(text) ? List.of() : List.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }

    static List<String> cidr(String text) {
        var slash = text.indexOf('/');
        var fits = slash > 0 && ip(text.substring(0, slash)) && text.substring(slash + 1).matches("\\d{1,3}")
                && Integer.parseInt(text.substring(slash + 1)) <= (ipv4(text.substring(0, slash)) ? 32 : 128);
        return fits ? List.of() : List.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
}
