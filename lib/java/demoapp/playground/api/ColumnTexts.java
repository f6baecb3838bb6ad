package demoapp.playground.api;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import demoapp.playground.store.Kind;

/**
 * What a Table says of its columns, as recorded from a Kubernetes API server (lib/test/demoapp/playground/golden/f-lists;
 * the words are the Kubernetes Authors', Apache License 2.0). A line: `resource/Column ... : text`, the resource * for
 * all; an indented line goes on with the line before.
 */
final class ColumnTexts {
    private static final String TEXT = """
            */Age : CreationTimestamp is a timestamp representing the server time when this object was created. It is not
              guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is
              represented in RFC3339 form and is in UTC.\\n\\nPopulated by the system. Read-only. Null for lists. More info:
              https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata
            configmaps/Data : Data contains the configuration data. Each key must consist of alphanumeric characters, '-',
              '_' or '.'. Values with non-UTF-8 byte sequences must use the BinaryData field. The keys stored in Data must not
              overlap with the keys in the BinaryData field, this is enforced during validation process.
            */Name : Name must be unique within a namespace. Is required when creating resources, although some resources
              may allow a client to request the generation of an appropriate name automatically. Name is primarily intended
              for creation idempotence and configuration definition. Cannot be updated. More info:
              https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names
            cronjobs/Active : A list of pointers to currently running jobs.
            */Containers : Names of each container in the template.
            */Images : Images referenced by each container in the template.
            cronjobs/Last_Schedule : Information when was the last time the job was successfully scheduled.
            cronjobs/Schedule : The schedule in Cron format, see https://en.wikipedia.org/wiki/Cron.
            cronjobs/Selector jobs/Selector : A label query over pods that should match the pod count. Normally, the system
              sets this field for you. More info:
              https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
            cronjobs/Suspend : This flag tells the controller to suspend subsequent executions, it does not apply to already
              started executions.  Defaults to false.
            cronjobs/Timezone : The time zone name for the given schedule, see
              https://en.wikipedia.org/wiki/List_of_tz_database_time_zones. If not specified, this will default to the time
              zone of the kube-controller-manager process. The set of valid time zone names and the time zone offset is loaded
              from the system-wide time zone database by the API server during CronJob validation and the controller manager
              during execution. If no system-wide time zone database can be found a bundled version of the database is used
              instead. If the time zone name becomes invalid during the lifetime of a CronJob or due to a change in host
              configuration, the controller will stop creating new new Jobs and will create a system event with the reason
              UnknownTimeZone. More information can be found in
              https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones
            deployments/Available : Total number of available pods (ready for at least minReadySeconds) targeted by this
              deployment.
            deployments/Ready : Number of the pod with ready state
            deployments/Selector : Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the
              ones affected by this deployment.
            deployments/Up-to-date : Total number of non-terminated pods targeted by this deployment that have the desired
              template spec.
            events/Count : The number of times this event has occurred.
            events/First_Seen : The time at which the event was first recorded. (Time of server receipt is in TypeMeta.)
            events/Last_Seen : The time at which the most recent occurrence of this event was recorded.
            events/Message : A human-readable description of the status of this operation.
            events/Object : The object that this event is about.
            events/Reason : This should be a short, machine understandable string that gives the reason for the transition
              into the object's current status.
            events/Source : The component reporting this event. Should be a short machine understandable string.
            events/Subobject : If referring to a piece of an object instead of an entire object, this string should contain
              a valid JSON/Go field access statement, such as desiredState.manifest.containers[2]. For example, if the object
              reference is to a container within a pod, this would take on a value like: "spec.containers{name}" (where "name"
              refers to the name of the container that triggered the event) or if no container name is specified
              "spec.containers[2]" (container with index 2 in this pod). This syntax is chosen only to have some well-defined
              way of referencing a part of an object.
            events/Type : Type of this event (Normal, Warning), new types could be added in the future
            ingresses/Address : Address is a list containing ingress points for the load-balancer
            ingresses/Class : The name of the IngressClass resource that should be used for additional configuration
            ingresses/Hosts : Hosts that incoming requests are matched against before the ingress rule
            ingresses/Ports : Ports of TLS configurations that open
            jobs/Completions : The number of pods which reached phase Succeeded. The value increases monotonically for a
              given spec. However, it may decrease in reaction to scale down of elastic indexed jobs.
            jobs/Duration : Time required to complete the job.
            jobs/Status : Status of the job.
            nodes/Container-Runtime : ContainerRuntime Version reported by the node through runtime remote API (e.g.
              containerd://1.4.2).
            nodes/External-IP nodes/Internal-IP : List of addresses reachable to the node. Queried from cloud provider, if
              available. More info: https://kubernetes.io/docs/reference/node/node-status/#addresses Note: This field is
              declared as mergeable, but the merge key is not sufficiently unique, which can cause data corruption when it is
              merged. Callers should instead use a full-replacement patch. See https://pr.k8s.io/79391 for an example.
              Consumers should assume that addresses can change during the lifetime of a Node. However, there are some
              exceptions where this may not be possible, such as Pods that inherit a Node's address in its own status or
              consumers of the downward API (status.hostIP).
            nodes/Kernel-Version : Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64).
            nodes/OS-Image : OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).
            nodes/Roles : The roles of the node
            nodes/Status : The status of the node
            nodes/Version : Kubelet Version reported by the node.
            persistentvolumeclaims/Access_Modes : accessModes contains the actual access modes the volume backing the PVC
              has. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#access-modes-1
            persistentvolumeclaims/Capacity : capacity represents the actual resources of the underlying volume.
            persistentvolumeclaims/Status : phase represents the current phase of PersistentVolumeClaim.
            persistentvolumeclaims/StorageClass : StorageClass of the pvc
            persistentvolumeclaims/Volume : volumeName is the binding reference to the PersistentVolume backing this claim.
            persistentvolumeclaims/VolumeAttributesClass : VolumeAttributesClass of the pvc
            persistentvolumeclaims/VolumeMode : volumeMode defines what type of volume is required by the claim. Value of
              Filesystem is implied when not included in claim spec.
            persistentvolumes/Access_Modes : accessModes contains all ways the volume can be mounted. More info:
              https://kubernetes.io/docs/concepts/storage/persistent-volumes#access-modes
            persistentvolumes/Capacity : capacity is the description of the persistent volume's resources and capacity. More
              info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#capacity
            persistentvolumes/Claim : claimRef is part of a bi-directional binding between PersistentVolume and
              PersistentVolumeClaim. Expected to be non-nil when bound. claim.VolumeName is the authoritative bind between PV
              and PVC. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#binding
            persistentvolumes/Reason : reason is a brief CamelCase string that describes any failure and is meant for
              machine parsing and tidy display in the CLI.
            persistentvolumes/Reclaim_Policy : persistentVolumeReclaimPolicy defines what happens to a persistent volume
              when released from its claim. Valid options are Retain (default for manually created PersistentVolumes), Delete
              (default for dynamically provisioned PersistentVolumes), and Recycle (deprecated). Recycle must be supported by
              the volume plugin underlying this PersistentVolume. More info:
              https://kubernetes.io/docs/concepts/storage/persistent-volumes#reclaiming
            persistentvolumes/Status : phase indicates if a volume is available, bound to a claim, or released by a claim.
              More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#phase
            persistentvolumes/StorageClass : StorageClass of the pv
            persistentvolumes/VolumeAttributesClass : VolumeAttributesClass of the pv
            persistentvolumes/VolumeMode : volumeMode defines if a volume is intended to be used with a formatted filesystem
              or to remain in raw block state. Value of Filesystem is implied when not included in spec.
            pods/IP : podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.
            pods/Node : NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for
              scheduling by the scheduler defined in schedulerName. Once this field is set, the kubelet for this node becomes
              responsible for the lifecycle of this pod. This field should not be used to express a desire for the pod to be
              scheduled on a specific node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename
            pods/Nominated_Node : nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot
              be scheduled right away as preemption victims receive their graceful termination periods. This field does not
              guarantee that the pod will be scheduled on this node. Scheduler may decide to place the pod elsewhere if other
              nodes become available sooner. Scheduler may also decide to give the resources on this node to a higher priority
              pod that is created after preemption. As a result, this field may be different than PodSpec.nodeName when the
              pod is scheduled.
            pods/Readiness_Gates : If specified, all readiness gates will be evaluated for pod readiness. A pod is ready
              when all its containers are ready AND all conditions specified in the readiness gates have status equal to
              "True" More info: https://git.k8s.io/enhancements/keps/sig-network/580-pod-readiness-gates
            pods/Ready : The aggregate readiness state of this pod for accepting traffic.
            pods/Restarts : The number of times the containers in this pod have been restarted and when the last container
              in this pod has restarted.
            pods/Status : The aggregate status of the containers in this pod.
            replicasets/Current : Replicas is the most recently observed number of replicas. More info:
              https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/#what-is-a-replicationcontroller
            replicasets/Desired : Replicas is the number of desired replicas. This is a pointer to distinguish between
              explicit zero and unspecified. Defaults to 1. More info:
              https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/#what-is-a-replicationcontroller
            replicasets/Ready : The number of ready replicas for this replica set.
            replicasets/Selector : Selector is a label query over pods that should match the replica count. If the selector
              is empty, it is defaulted to the labels present on the pod template. Label keys and values that must match in
              order to be controlled by this replica set. More info:
              https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
            secrets/Data : Data contains the secret data. Each key must consist of alphanumeric characters, '-', '_' or '.'.
              The serialized form of the secret data is a base64 encoded string, representing the arbitrary (possibly
              non-string) data value here. Described in https://tools.ietf.org/html/rfc4648#section-4
            secrets/Type : Used to facilitate programmatic handling of secret data. More info:
              https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
            services/Cluster-IP : clusterIP is the IP address of the service and is usually assigned randomly. If an address
              is specified manually, is in-range (as per system configuration), and is not in use, it will be allocated to the
              service; otherwise creation of the service will fail. This field may not be changed through updates unless the
              type field is also being changed to ExternalName (which requires this field to be blank) or the type field is
              being changed from ExternalName (in which case this field may optionally be specified, as describe
              above).  Valid values are "None", empty string (""), or a valid IP address. Setting this to "None" makes a
              "headless service" (no virtual IP), which is useful when direct endpoint connections are preferred and proxying
              is not required.  Only applies to types ClusterIP, NodePort, and LoadBalancer. If this field is specified when
              creating a Service of type ExternalName, creation will fail. This field will be wiped when updating a Service to
              type ExternalName. More info:
              https://kubernetes.io/docs/concepts/services-networking/service/#virtual-ips-and-service-proxies
            services/External-IP : externalIPs is a list of IP addresses for which nodes in the cluster will also accept
              traffic for this service.  These IPs are not managed by Kubernetes.  The user is responsible for ensuring that
              traffic arrives at a node with this IP.  A common example is external load-balancers that are not part of the
              Kubernetes system.
            services/Port(s) : The list of ports that are exposed by this service. More info:
              https://kubernetes.io/docs/concepts/services-networking/service/#virtual-ips-and-service-proxies
            services/Selector : Route service traffic to pods with label keys and values matching this selector. If empty or
              not present, the service is assumed to have an external process managing its endpoints, which Kubernetes will
              not modify. Only applies to types ClusterIP, NodePort, and LoadBalancer. Ignored if type is ExternalName. More
              info: https://kubernetes.io/docs/concepts/services-networking/service/
            services/Type : type determines how the Service is exposed. Defaults to ClusterIP. Valid options are
              ExternalName, ClusterIP, NodePort, and LoadBalancer. "ClusterIP" allocates a cluster-internal IP address for
              load-balancing to endpoints. Endpoints are determined by the selector or if that is not specified, by manual
              construction of an Endpoints object or EndpointSlice objects. If clusterIP is "None", no virtual IP is allocated
              and the endpoints are published as a set of endpoints rather than a virtual IP. "NodePort" builds on ClusterIP
              and allocates a port on every node which routes to the same endpoints as the clusterIP. "LoadBalancer" builds on
              NodePort and creates an external load-balancer (if supported in the current cloud) which routes to the same
              endpoints as the clusterIP. "ExternalName" aliases this service to the specified externalName. Several other
              fields do not apply to ExternalName services. More info:
              https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
            """;
    private static final Map<String, String> OF = read();

    private ColumnTexts() { }

    static String of(Kind kind, String column) {
        var name = column.equals("Created At") ? "Age" : column.replace(' ', '_'); // the same field, written out
        return OF.getOrDefault(kind.plural() + "/" + name, OF.getOrDefault("*/" + name, ""));
    }

    private static Map<String, String> read() {
        var all = new HashMap<String, String>();
        for (var line : TEXT.replace("\n  ", " ").split("\n")) {
            var parts = line.split(" : ", 2);
            var text = parts[1].replace("\\n", "\n");
            Arrays.stream(parts[0].split(" ")).forEach(column -> all.put(column, text));
        }
        return all;
    }
}
