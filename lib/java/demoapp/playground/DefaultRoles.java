package demoapp.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * The ClusterRoles that a cluster has from the start, those that people meet, with their bindings. See
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
final class DefaultRoles {
    /**
     * A role and whom it is bound to; its rules are indented: verbs, then API group ("-": the core one) and resources,
     * or paths. A role's name among the rules stands for that role's own.
     */
    private static final String TEXT = """
            cluster-admin system:masters
              * * *
              * *
            system:basic-user system:authenticated
              create authorization.k8s.io selfsubjectaccessreviews,selfsubjectrulesreviews
              create authentication.k8s.io selfsubjectreviews
            system:discovery system:authenticated
              get /api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/
            system:service-account-issuer-discovery system:serviceaccounts
              get /.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/
            system:public-info-viewer system:authenticated,system:unauthenticated
              get /healthz,/livez,/readyz,/version,/version/
            view
              read - configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods
              read - replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status
              read - bindings,events,limitranges,namespaces/status,pods/log,pods/status
              read - replicationcontrollers/status,resourcequotas,resourcequotas/status
              read - namespaces
              read discovery.k8s.io endpointslices
              read apps controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale
              read apps deployments/status,replicasets,replicasets/scale,replicasets/status
              read apps statefulsets,statefulsets/scale,statefulsets/status
              read autoscaling horizontalpodautoscalers,horizontalpodautoscalers/status
              read batch cronjobs,cronjobs/status,jobs,jobs/status
              read policy poddisruptionbudgets,poddisruptionbudgets/status
              read networking.k8s.io ingresses,ingresses/status,networkpolicies
            edit
              read - pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy
              impersonate - serviceaccounts
              write - pods,pods/attach,pods/exec,pods/portforward,pods/proxy
              create - pods/eviction
              write - configmaps,endpoints,events,persistentvolumeclaims,replicationcontrollers
              write - replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy
              create - serviceaccounts/token
              write apps daemonsets,deployments,deployments/rollback,deployments/scale
              write apps replicasets,replicasets/scale,statefulsets,statefulsets/scale
              write autoscaling horizontalpodautoscalers
              write batch cronjobs,jobs
              write policy poddisruptionbudgets
              write networking.k8s.io ingresses,networkpolicies
              all coordination.k8s.io leases
              view
            admin
              edit
              create authorization.k8s.io localsubjectaccessreviews
              all rbac.authorization.k8s.io rolebindings,roles
            """;
    private static final Map<String, List<String>> VERBS = Map.of(
            "read", List.of("get", "list", "watch"),
            "write", List.of("create", "delete", "deletecollection", "patch", "update"),
            "all", List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"));

    private DefaultRoles() { }

    /** As objects without their kinds. */
    static List<Map<String, Object>> roles() {
        var rules = Json.object();
        var current = new ArrayList<Map<String, Object>>();
        for (var line : TEXT.split("\n")) {
            var words = line.strip().split(" ");
            if (!line.startsWith(" ")) {
                current = new ArrayList<>();
                rules.put(words[0], current);
            } else if (words.length == 1) {
                current.addAll(Json.maps(rules, words[0]));
            } else {
                current.add(rule(words));
            }
        }
        return rules.keySet().stream().map(name -> Json.object("metadata", metadata(name), "rules",
                rules.get(name))).toList();
    }

    static List<Map<String, Object>> bindings() {
        return TEXT.lines().filter(line -> line.matches("\\S+ \\S+")).map(line -> line.split(" "))
                .map(words -> Json.object("metadata", metadata(words[0]), "subjects",
                        List.of(words[1].split(",")).stream().map(group -> Json.object("kind", "Group", "apiGroup",
                                "rbac.authorization.k8s.io", "name", group)).toList(),
                        "roleRef", Json.object("apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name",
                                words[0]))).toList();
    }

    private static Map<String, Object> metadata(String name) {
        return Json.object("name", name, "labels", Json.object("kubernetes.io/bootstrapping", "rbac-defaults"),
                "annotations", Json.object("rbac.authorization.kubernetes.io/autoupdate", "true"));
    }

    private static Map<String, Object> rule(String[] words) {
        var rule = Json.object("verbs", VERBS.getOrDefault(words[0], List.of(words[0])));
        if (words.length == 2) {
            rule.put("nonResourceURLs", List.of(words[1].split(",")));
        } else {
            rule.put("apiGroups", List.of(words[1].equals("-") ? "" : words[1]));
            rule.put("resources", List.of(words[2].split(",")));
        }
        return rule;
    }
}
