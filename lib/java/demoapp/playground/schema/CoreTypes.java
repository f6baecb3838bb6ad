package demoapp.playground.schema;

/**
 * The types of the core group and of metadata, without those of Pod.
 * Made from k8s.io/api v0.32.1; the notation is explained in Schema.
 */
final class CoreTypes {
    static final String TEXT = """
            ConfigMap metadata:ObjectMeta immutable:*b data:{s binaryData:{y
            ObjectMeta name:s generateName:s namespace:s selfLink:s uid:s resourceVersion:s generation:l
              creationTimestamp:t deletionTimestamp:*t deletionGracePeriodSeconds:*l labels:{s annotations:{s
              ownerReferences:[OwnerReference/uid finalizers:[s/ managedFields:[ManagedFieldsEntry
            OwnerReference= apiVersion!s kind!s name!s uid!s controller:*b blockOwnerDeletion:*b
            ManagedFieldsEntry manager:s operation:s apiVersion:s time:*t fieldsType:s fieldsV1:*a subresource:s
            Endpoints metadata:ObjectMeta subsets:[EndpointSubset
            EndpointSubset addresses:[EndpointAddress notReadyAddresses:[EndpointAddress ports:[EndpointPort
            EndpointAddress= ip!s hostname:s nodeName:*s targetRef:*ObjectReference
            ObjectReference= kind:s namespace:s name:s uid:s apiVersion:s resourceVersion:s fieldPath:s
            EndpointPort= name:s port!i protocol:s appProtocol:*s
            Event metadata!ObjectMeta involvedObject!ObjectReference reason:s message:s source:EventSource
              firstTimestamp:t lastTimestamp:t count:i type:s eventTime:t series:*EventSeries action:s
              related:*ObjectReference reportingComponent!s reportingInstance!s
            EventSource component:s host:s
            EventSeries count:i lastObservedTime:t
            LimitRange metadata:ObjectMeta spec:LimitRangeSpec
            LimitRangeSpec limits![LimitRangeItem
            LimitRangeItem type!s max:{q min:{q default:{q defaultRequest:{q maxLimitRequestRatio:{q
            Namespace metadata:ObjectMeta spec:NamespaceSpec status:NamespaceStatus
            NamespaceSpec finalizers:[s
            NamespaceStatus phase:s conditions:[NamespaceCondition/type
            NamespaceCondition type!s status!s lastTransitionTime:t reason:s message:s
            Node metadata:ObjectMeta spec:NodeSpec status:NodeStatus
            NodeSpec podCIDR:s podCIDRs:[s/ providerID:s unschedulable:b taints:[Taint configSource:*NodeConfigSource
              externalID:s
            Taint key!s value:s effect!s timeAdded:*t
            NodeStatus capacity:{q allocatable:{q phase:s conditions:[NodeCondition/type addresses:[NodeAddress/type
              daemonEndpoints:NodeDaemonEndpoints nodeInfo:NodeSystemInfo images:[ContainerImage volumesInUse:[s
              volumesAttached:[AttachedVolume config:*NodeConfigStatus runtimeHandlers:[NodeRuntimeHandler
              features:*NodeFeatures
            NodeCondition type!s status!s lastHeartbeatTime:t lastTransitionTime:t reason:s message:s
            NodeAddress type!s address!s
            NodeDaemonEndpoints kubeletEndpoint:DaemonEndpoint
            DaemonEndpoint Port!i
            NodeSystemInfo machineID!s systemUUID!s bootID!s kernelVersion!s osImage!s containerRuntimeVersion!s
              kubeletVersion!s kubeProxyVersion!s operatingSystem!s architecture!s
            ContainerImage names![s sizeBytes:l
            AttachedVolume name!s devicePath!s
            NodeRuntimeHandler name!s features:*NodeRuntimeHandlerFeatures
            NodeRuntimeHandlerFeatures recursiveReadOnlyMounts:*b userNamespaces:*b
            NodeFeatures supplementalGroupsPolicy:*b
            PersistentVolumeClaim metadata:ObjectMeta spec:PersistentVolumeClaimSpec
              status:PersistentVolumeClaimStatus
            LabelSelector= matchLabels:{s matchExpressions:[LabelSelectorRequirement
            LabelSelectorRequirement key!s operator!s values:[s
            PersistentVolumeClaimStatus phase:s accessModes:[s capacity:{q
              conditions:[PersistentVolumeClaimCondition/type allocatedResources:{q allocatedResourceStatuses:{s
              currentVolumeAttributesClassName:*s modifyVolumeStatus:*ModifyVolumeStatus
            PersistentVolumeClaimCondition type!s status!s lastProbeTime:t lastTransitionTime:t reason:s message:s
            ModifyVolumeStatus targetVolumeAttributesClassName:s status!s
            PersistentVolume metadata:ObjectMeta spec:PersistentVolumeSpec status:PersistentVolumeStatus
            PersistentVolumeSpec capacity:{q gcePersistentDisk:*GCEPersistentDiskVolumeSource
              awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource hostPath:*HostPathVolumeSource
              glusterfs:*GlusterfsPersistentVolumeSource nfs:*NFSVolumeSource rbd:*RBDPersistentVolumeSource
              iscsi:*ISCSIPersistentVolumeSource cinder:*CinderPersistentVolumeSource
              cephfs:*CephFSPersistentVolumeSource fc:*FCVolumeSource flocker:*FlockerVolumeSource
              flexVolume:*FlexPersistentVolumeSource azureFile:*AzureFilePersistentVolumeSource
              vsphereVolume:*VsphereVirtualDiskVolumeSource quobyte:*QuobyteVolumeSource
              azureDisk:*AzureDiskVolumeSource photonPersistentDisk:*PhotonPersistentDiskVolumeSource
              portworxVolume:*PortworxVolumeSource scaleIO:*ScaleIOPersistentVolumeSource local:*LocalVolumeSource
              storageos:*StorageOSPersistentVolumeSource csi:*CSIPersistentVolumeSource accessModes:[s
              claimRef:*ObjectReference+ persistentVolumeReclaimPolicy:s storageClassName:s mountOptions:[s
              volumeMode:*s nodeAffinity:*VolumeNodeAffinity volumeAttributesClassName:*s
            LocalVolumeSource path!s fsType:*s
            CSIPersistentVolumeSource driver!s volumeHandle!s readOnly:b fsType:s volumeAttributes:{s
              controllerPublishSecretRef:*SecretReference nodeStageSecretRef:*SecretReference
              nodePublishSecretRef:*SecretReference controllerExpandSecretRef:*SecretReference
              nodeExpandSecretRef:*SecretReference
            SecretReference= name:s namespace:s
            VolumeNodeAffinity required:*NodeSelector
            PersistentVolumeStatus phase:s message:s reason:s lastPhaseTransitionTime:*t
            ResourceQuota metadata:ObjectMeta spec:ResourceQuotaSpec status:ResourceQuotaStatus
            ResourceQuotaSpec hard:{q scopes:[s scopeSelector:*ScopeSelector
            ScopeSelector= matchExpressions:[ScopedResourceSelectorRequirement
            ScopedResourceSelectorRequirement scopeName!s operator!s values:[s
            ResourceQuotaStatus hard:{q used:{q
            Secret metadata:ObjectMeta immutable:*b data:{y stringData:{s type:s
            ServiceAccount metadata:ObjectMeta secrets:[ObjectReference/name imagePullSecrets:[LocalObjectReference
              automountServiceAccountToken:*b
            Service metadata:ObjectMeta spec:ServiceSpec status:ServiceStatus
            ServiceSpec ports:[ServicePort/port,protocol selector:{s= clusterIP:s clusterIPs:[s type:s
              externalIPs:[s sessionAffinity:s loadBalancerIP:s loadBalancerSourceRanges:[s externalName:s
              externalTrafficPolicy:s healthCheckNodePort:i publishNotReadyAddresses:b
              sessionAffinityConfig:*SessionAffinityConfig ipFamilies:[s ipFamilyPolicy:*s
              allocateLoadBalancerNodePorts:*b loadBalancerClass:*s internalTrafficPolicy:*s trafficDistribution:*s
            ServicePort name:s protocol:s appProtocol:*s port!i targetPort:x nodePort:i
            SessionAffinityConfig clientIP:*ClientIPConfig
            ClientIPConfig timeoutSeconds:*i
            ServiceStatus loadBalancer:LoadBalancerStatus conditions:[Condition/type
            LoadBalancerStatus ingress:[LoadBalancerIngress
            LoadBalancerIngress ip:s hostname:s ipMode:*s ports:[PortStatus
            PortStatus port!i protocol!s error:*s
            Condition type!s status!s observedGeneration:l lastTransitionTime!t reason!s message!s
            PodTemplateSpec metadata:ObjectMeta spec:PodSpec
            DeleteOptions gracePeriodSeconds:*l preconditions:*Preconditions orphanDependents:*b
              propagationPolicy:*s dryRun:[s ignoreStoreReadErrorWithClusterBreakingPotential:*b
            Preconditions uid:*s resourceVersion:*s
            TopologySelectorTerm= matchLabelExpressions:[TopologySelectorLabelRequirement
            TopologySelectorLabelRequirement key!s values![s
            """;

    private CoreTypes() { }
}
