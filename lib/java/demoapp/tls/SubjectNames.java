package demoapp.tls;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import demoapp.Problem;

/** Whom a certificate is for: hosts and addresses, which are different types in it. */
public record SubjectNames(List<String> hosts, List<String> ips) {
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String HOST = LABEL + "(\\." + LABEL + ")*";
    private static final String IPV4 = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}";
    private static final int DNS = 2;
    private static final int IP = 7;

    /** @throws Problem when a host is none, or an address is none */
    public static SubjectNames of(List<String> hosts, List<String> ips) {
        return new SubjectNames(hosts.stream().map(SubjectNames::host).distinct().toList(),
                ips.stream().map(SubjectNames::ip).distinct().toList());
    }

    private static String host(String text) {
        if (text.matches("[\\d.]+") || text.contains(":")) {
            throw Problem.usage("--host " + text + ": an address goes with --ip; a port has no place in a certificate");
        }
        var name = ascii(text.startsWith("*.") ? text.substring(2) : text);
        if (name.length() > 253 || !name.matches(HOST)) {
            throw Problem.usage("--host " + text + " is no host name such as shop.example.com"
                    + (text.contains("*") ? "; a * stands for the first label only, as in *.example.com" : ""));
        }
        if (text.startsWith("*.") && !name.contains(".")) {
            throw Problem.usage("--host " + text + ": browsers take no wildcard for a whole top-level domain");
        }
        return text.startsWith("*.") ? "*." + name : name;
    }

    private static String ascii(String text) {
        try {
            return IDN.toASCII(text).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAName) {
            return "";
        }
    }

    private static String ip(String text) {
        try {
            // With a colon it is never looked up as a name.
            if (text.matches(IPV4) || text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                return InetAddress.getByName(text).getHostAddress();
            }
        } catch (UnknownHostException notAnAddress) {
            // said below
        }
        throw Problem.usage("--ip " + text + " is no address such as 192.168.49.2 or fd00::1");
    }

    boolean isEmpty() {
        return hosts.isEmpty() && ips.isEmpty();
    }

    /** Those that the certificate is not made out for; its subject's common name does not count. */
    List<String> missingIn(X509Certificate certificate) {
        var its = of(certificate);
        return Stream.concat(hosts.stream().filter(host -> !its.covers(host)), ips.stream().filter(ip -> !its.ips.contains(ip)))
                .toList();
    }

    private boolean covers(String host) {
        var dot = host.indexOf('.');
        return hosts.contains(host) || dot > 0 && hosts.contains("*" + host.substring(dot));
    }

    /** Those of its subject alternative names. */
    public static SubjectNames of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            var hosts = new ArrayList<String>();
            var ips = new ArrayList<String>();
            for (var name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0).equals(DNS)) {
                    hosts.add(name.get(1).toString().toLowerCase(Locale.ROOT));
                } else if (name.get(0).equals(IP)) {
                    ips.add(InetAddress.getByName(name.get(1).toString()).getHostAddress());
                }
            }
            return new SubjectNames(hosts, ips);
        } catch (CertificateParsingException | UnknownHostException e) {
            return new SubjectNames(List.of(), List.of());
        }
    }

    @Override
    public String toString() {
        return String.join(", ", Stream.concat(hosts.stream(), ips.stream()).toList());
    }
}
