package demoapp.cluster;

/** The sample application's host name in step 4, and the TLS Secret of its Ingress. */
public final class IngressHost {
    public static final String SECRET = "demoapp-puma-tls";

    private IngressHost() { }

    /** With the address at which this cluster's Ingresses answer. */
    public static String of(Cluster cluster) {
        return of(IngressAddress.of(cluster).host());
    }

    static String of(String address) {
        return "demoapp-puma." + address + ".nip.io";
    }
}
