package demoapp.playground.edge;

import java.util.Locale;

/** Names of hosts, as Ingresses, certificates and clients have them. */
final class Hosts {
    private Hosts() { }

    /** A host as clients name it, `Shop.example:8443`, in the form that the others take: `shop.example`. */
    static String plain(String authority) {
        return authority.replaceFirst(":\\d*$", "").replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
    }

    /** Whether the host is the name, or stands with one label in the place of its `*`. */
    static boolean matches(String name, String host) {
        return name.equals(host) || name.startsWith("*.") && name.equals(wildcard(host));
    }

    /** The wildcard that a host falls under: `*.example` for `shop.example`; "" when there is none. */
    static String wildcard(String host) {
        var dot = host.indexOf('.');
        return dot <= 0 ? "" : "*" + host.substring(dot);
    }
}
