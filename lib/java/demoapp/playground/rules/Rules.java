package demoapp.playground.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/**
 * What is special about a kind: its defaults, what admission and allocation add, what is refused. This class is what
 * all kinds share; a kind with more has a subclass, registered below.
 */
public class Rules {
    private static final Rules NONE = new Rules();
    private static final Map<Kind, Rules> OF = new HashMap<>();

    static {
        OF.put(Kinds.POD, new PodRules());
        OF.put(Kinds.DEPLOYMENT, new DeploymentRules());
        OF.put(Kinds.REPLICA_SET, new ReplicaSetRules());
        OF.put(Kinds.STATEFUL_SET, new StatefulSetRules());
        OF.put(Kinds.DAEMON_SET, new DaemonSetRules());
        OF.put(Kinds.JOB, new JobRules());
        OF.put(Kinds.CRON_JOB, new CronJobRules());
        OF.put(Kinds.SERVICE, new ServiceRules());
        OF.put(Kinds.INGRESS, new IngressRules());
        OF.put(Kinds.ENDPOINT_SLICE, new EndpointSliceRules());
        OF.put(Kinds.PVC, new ClaimRules());
        OF.put(Kinds.PV, new VolumeRules());
        OF.put(Kinds.CONFIG_MAP, new ConfigMapRules());
        OF.put(Kinds.SECRET, new SecretRules());
        OF.put(Kinds.NAMESPACE, new NamespaceRules());
        OF.put(Kinds.SERVICE_ACCOUNT, new ServiceAccountRules());
        OF.put(Kinds.POD_TEMPLATE, new PodTemplateRules());
        OF.put(Kinds.REPLICATION_CONTROLLER, new ReplicationControllerRules());
        OF.put(Kinds.POD_DISRUPTION_BUDGET, new DisruptionBudgetRules());
        OF.put(Kinds.STORAGE_CLASS, new StorageClassRules());
        OF.put(Kinds.LIMIT_RANGE, new LimitRangeRules());
        OF.put(Kinds.RESOURCE_QUOTA, new QuotaRules());
        OF.put(Kinds.LEASE, new LeaseRules());
        OF.put(Kinds.ENDPOINTS, new EndpointsRules());
        OF.put(Kinds.EVENT, new EventRules());
        OF.put(Kinds.INGRESS_CLASS, new IngressClassRules());
        OF.put(Kinds.NETWORK_POLICY, new NetworkPolicyRules());
        OF.put(Kinds.PRIORITY_CLASS, new PriorityClassRules());
        OF.put(Kinds.HORIZONTAL_POD_AUTOSCALER, new AutoscalerRules());
        OF.put(Kinds.ROLE, new RoleRules());
        OF.put(Kinds.CLUSTER_ROLE, new RoleRules());
        OF.put(Kinds.ROLE_BINDING, new BindingRules());
        OF.put(Kinds.CLUSTER_ROLE_BINDING, new BindingRules());
        Kinds.all().stream().filter(kind -> kind.categories().contains("api-extensions"))
                .forEach(kind -> OF.put(kind, new ExtensionRules()));
    }

    public static Rules of(Kind kind) {
        return OF.getOrDefault(kind, NONE);
    }

    /** What decoding fills in where nothing is said; whoever writes the object owns it. */
    public void defaults(Map<String, Object> object) { }

    /** What admission adds to a new object; nobody owns that. Its status starts here too. */
    public void admit(Map<String, Object> object, Registry registry) { }

    /** What is put right before a create (old: null) or an update is looked at. */
    public void prepare(Map<String, Object> object, Map<String, Object> old) { }

    /** What is handed out from a pool: addresses, ports. On a create (old: null) and on each update. */
    public void allocate(Map<String, Object> object, Map<String, Object> old, Registry registry) { }

    /** What the server notes by itself about a create (old: null) or any update, one of the status too. Nobody owns that. */
    public void note(Map<String, Object> object, Map<String, Object> old, String timestamp) { }

    /** Whether metadata.generation counts the changes of this kind's spec. */
    boolean counted() {
        return false;
    }

    public boolean changesGeneration(Map<String, Object> old, Map<String, Object> object) {
        return counted() && !Json.same(old.get("spec"), object.get("spec"));
    }

    /** How often an update looks at metadata: twice as any kind's, once as this one's, mostly once more with all. */
    int looks() {
        return 4;
    }

    /** Whether an update finds each fault of the spec twice: as of any object, and as of a changed one. */
    boolean twice() {
        return false;
    }

    /** What is wrong with a name. */
    List<String> nameFaults(String name) {
        return Names.subdomain(name);
    }

    /** Finds fault with an object as it would be stored. */
    void validate(Map<String, Object> object, Causes causes) { }

    /** Finds fault with what is wrong only in a new object. */
    void validateNew(Map<String, Object> object, Causes causes) { }

    /** Finds fault with a change: immutable fields. */
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) { }

    /**
     * Validates a new object (old: null) or a change.
     *
     * @param given as it came: some messages tell an empty list from none
     * @throws ApiException 422 with every fault found
     */
    public final void check(Kind kind, Map<String, Object> object, Map<String, Object> old, Map<String, Object> given) {
        var causes = new Causes(given);
        MetadataRules.validate(kind, this, object, old, causes);
        validate(object, causes);
        if (old == null) {
            validateNew(object, causes);
        } else {
            if (twice()) {
                validate(object, causes);
            }
            validateUpdate(object, old, causes);
        }
        if (!causes.isEmpty()) {
            throw ApiException.invalid(kind, Json.text(object, "metadata", "name"), causes.all());
        }
    }
}
