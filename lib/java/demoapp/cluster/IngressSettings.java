package demoapp.cluster;

import java.util.Map;

import demoapp.Problem;
import demoapp.json.Json;
import demoapp.manifest.Placeholders;

/** What step 4's Ingress needs to know of the cluster: its class, and the address that its host name leads to. */
public final class IngressSettings {
    private static final String IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";

    private IngressSettings() { }

    /** Declares INGRESS_CLASS and INGRESS_IP, which are looked up only where a manifest uses them. */
    public static void declare(Placeholders placeholders, Cluster cluster) {
        placeholders.declare("INGRESS_CLASS", () -> ingressClass(cluster));
        placeholders.declare("INGRESS_IP", () -> IngressAddress.of(cluster).host());
    }

    /** Without a cluster to ask, they have to be given. */
    public static void declare(Placeholders placeholders) {
        for (var name : new String[] {"INGRESS_CLASS", "INGRESS_IP"}) {
            placeholders.declare(name, () -> {
                throw Problem.failed("${" + name + "} is found on the cluster; without one: --set " + name + "=…");
            });
        }
    }

    private static String ingressClass(Cluster cluster) {
        var answer = cluster.requests().get("/apis/networking.k8s.io/v1/ingressclasses");
        if (!answer.ok()) {
            throw Problem.failed("cannot ask for the cluster's IngressClasses (--set INGRESS_CLASS=…): " + answer.message());
        }
        var classes = Json.maps(answer.json(), "items");
        if (classes.size() == 1) {
            return name(classes.get(0));
        }
        return classes.stream().filter(c -> Json.text(c, "metadata", "annotations", IS_DEFAULT).equals("true"))
                .map(IngressSettings::name).findFirst().orElseThrow(() -> Problem.failed(classes.isEmpty()
                        ? "the cluster has no IngressClass: install an Ingress controller (minikube addons enable ingress)"
                        : "no IngressClass is the default: choose one with --set INGRESS_CLASS="
                                + String.join("|", classes.stream().map(IngressSettings::name).toList())));
    }

    private static String name(Map<String, Object> object) {
        return Json.text(object, "metadata", "name");
    }
}
