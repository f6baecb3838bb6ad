package demoapp.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import demoapp.Pause;
import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.cluster.IngressAddress;
import demoapp.json.Json;
import demoapp.manifest.Manifest;

/** TLS of Ingresses as a step has them: certificates where there are none, and the proof that https answers with them. */
public final class IngressTls {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int HTTPS = 443;
    private static final int NOT_FOUND = 404;

    /** One entry of an Ingress's tls. */
    private record Entry(Manifest ingress, String secret, List<String> hosts) { }

    private final Cluster cluster;
    private final LocalAuthority authority;
    private final List<Entry> entries;
    private final String ip;

    /** @param authority signs what is made */
    public IngressTls(Cluster cluster, List<Manifest> manifests, LocalAuthority authority) {
        this(cluster, manifests, authority, null);
    }

    /**
     * @param authority signs what is made
     * @param ip        where the Ingresses answer, or null: the cluster is asked
     */
    public IngressTls(Cluster cluster, List<Manifest> manifests, LocalAuthority authority, String ip) {
        this.cluster = cluster;
        this.ip = ip;
        this.authority = authority;
        entries = manifests.stream().filter(manifest -> manifest.kind().equals("Ingress"))
                .flatMap(ingress -> Json.maps(ingress.object(), "spec", "tls").stream()
                        .map(tls -> new Entry(ingress, Json.text(tls, "secretName"), Json.texts(tls, "hosts"))))
                .filter(entry -> !entry.secret.isEmpty() && !entry.hosts.isEmpty()).toList();
    }

    /** The names of the Secrets that {@link #ensure} makes. */
    public List<String> secrets() {
        return entries.stream().map(Entry::secret).toList();
    }

    /** Makes the certificates that are missing, or no longer good. @param say takes what was done, a line each */
    public void ensure(Consumer<String> say) {
        entries.forEach(entry -> SecretRequest.usual(entry.secret, SubjectNames.of(entry.hosts, List.of()), authority)
                .run(cluster).forEach(say));
    }

    /**
     * Asks each host by https, as a browser that trusts the CA.
     *
     * @param say takes what was found, a line each
     * @return the URLs
     * @throws Problem when something else answers than should, or nothing
     */
    public List<String> prove(Consumer<String> say) {
        var urls = new ArrayList<String>();
        for (var entry : entries) {
            var trusted = trusted(entry);
            for (var host : entry.hosts) {
                var status = prove(host, entry, trusted);
                var address = address(entry);
                var url = "https://" + host + (address.port() == HTTPS ? "" : ":" + address.port()) + "/";
                say.accept(url + " answers (HTTP " + status + "), with the certificate of secret/" + entry.secret);
                reach(host, address, url, say,
                        Bundle.isSignedBy(trusted, trusted) ? " --cacert " + authority.certificateFile() : "");
                urls.add(url);
            }
        }
        return urls;
    }

    private IngressAddress address(Entry entry) {
        var path = "/apis/networking.k8s.io/v1/namespaces/" + cluster.namespace() + "/ingresses/" + entry.ingress.name();
        var answer = cluster.requests().get(path);
        var given = answer.ok() ? Json.maps(answer.json(), "status", "loadBalancer", "ingress") : List.<Map<String, Object>>of();
        var first = given.isEmpty() ? Map.<String, Object>of() : given.get(0);
        var name = Json.text(first, "ip").isEmpty() ? Json.text(first, "hostname") : Json.text(first, "ip");
        if (ip != null) {
            return new IngressAddress(ip, (int) Json.number(first, HTTPS, "ports", 0, "port"));
        }
        // A local cluster's controller knows only addresses inside it, if any: kind and k3d map ports of this machine.
        return cluster.isLocal() && !name.startsWith("127.") || name.isEmpty() ? IngressAddress.of(cluster)
                : new IngressAddress(name, (int) Json.number(first, HTTPS, "ports", 0, "port"));
    }

    /** The CA that signed it; what somebody else made vouches for itself here. */
    private X509Certificate trusted(Entry entry) {
        var certificate = TlsSecret.of(cluster, entry.secret).certificate()
                .orElseThrow(() -> Problem.failed("secret/" + entry.secret + " holds no certificate"));
        return authority.read().map(Bundle::certificate).filter(ca -> Bundle.isSignedBy(certificate, ca)).orElse(certificate);
    }

    /** A controller takes a moment for what is new; until then not even the Ingress's address is right. */
    private int prove(String host, Entry entry, X509Certificate trusted) {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            var address = address(entry);
            try {
                var status = HttpsProof.ask(host, address.host(), address.port(), trusted).status();
                if (status < 400 || Instant.now().isAfter(end)) {
                    return answered(host, status);
                }
            } catch (IOException e) {
                if (Instant.now().isAfter(end) || Instant.now().isAfter(cluster.requests().deadline())) {
                    throw Problem.failed("https://" + host + " at " + address.host() + ":" + address.port() + ": "
                            + (e instanceof SSLException ? "it answers with another certificate, " + e.getMessage()
                                    : "nothing answers, " + e.getMessage()));
                }
            }
            Pause.millis(PAUSE.toMillis());
        }
    }

    private static int answered(String host, int status) {
        if (status >= 500 || status == NOT_FOUND) {
            throw Problem.failed("https://" + host + " answers HTTP " + status + ": the Ingress finds "
                    + (status == NOT_FOUND ? "no route for it" : "no pod that is ready"));
        }
        return status;
    }

    /** Says how the name is reached where DNS does not lead there, as behind resolvers that refuse private addresses. */
    private static void reach(String host, IngressAddress address, String url, Consumer<String> say, String trust) {
        try {
            if (InetAddress.getByName(host).equals(InetAddress.getByName(address.host()))) {
                return;
            }
        } catch (UnknownHostException e) {
            // said below
        }
        say.accept("DNS does not lead there from here. In /etc/hosts: " + address.host() + " " + host);
        say.accept("or: curl --resolve " + host + ":" + address.port() + ":" + address.host() + trust + " " + url);
    }
}
