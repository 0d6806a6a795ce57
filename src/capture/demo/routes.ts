/** The demo's Ingresses, with the Services and endpoints behind them, as a real API server held them. */
export const demoRoutes = `apiVersion: v1
kind: List
items:
  - apiVersion: tkng.dev/v1
    kind: Capture
    takenAt: 2026-11-23T08:49:48Z
    source: demo
    kinds:
      Ingress: all
      IngressClass: all
      Service: all
      EndpointSlice: all
      Secret: all
      Pod: all
      Deployment: all
      DaemonSet: all
      StatefulSet: all
      ConfigMap: all
      Lease: all
    gaps: []
  - apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: tkng-1
      namespace: default
      uid: e4e1ceaf-534a-4e96-b12e-217c5330b1f4
      creationTimestamp: 2026-11-23T08:48:05Z
    spec:
      ingressClassName: nginx
      rules:
        - http:
            paths:
              - path: /prod
                pathType: Prefix
                backend:
                  service:
                    name: prod
                    port:
                      number: 8080
              - path: /dev
                pathType: Prefix
                backend:
                  service:
                    name: dev
                    port:
                      number: 8080
    status:
      loadBalancer:
        ingress:
          - ip: 198.51.100.0
  - apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: tkng-2
      namespace: default
      uid: 150ce98c-27fa-42df-896b-c3285de80992
      creationTimestamp: 2026-11-23T08:48:05Z
    spec:
      ingressClassName: nginx
      rules:
        - host: prod
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: prod
                    port:
                      number: 8080
        - host: dev
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: dev
                    port:
                      number: 8080
    status:
      loadBalancer:
        ingress:
          - ip: 198.51.100.0
  - apiVersion: networking.k8s.io/v1
    kind: IngressClass
    metadata:
      name: nginx
      uid: de00f5da-7e48-4200-b296-19e05bea9a49
      creationTimestamp: 2026-11-23T08:48:03Z
      labels:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/name: ingress-nginx
    spec:
      controller: k8s.io/ingress-nginx
  - apiVersion: v1
    kind: Service
    metadata:
      name: dev
      namespace: default
      uid: 979f71ba-fb00-449e-a133-a3ab4309f234
      creationTimestamp: 2026-11-23T08:48:04Z
      labels:
        app: dev
    spec:
      type: ClusterIP
      clusterIP: 10.96.173.9
      selector:
        app: dev
      ports:
        - protocol: TCP
          port: 8080
          targetPort: 8080
    status:
      loadBalancer: {}
  - apiVersion: v1
    kind: Service
    metadata:
      name: kubernetes
      namespace: default
      uid: 788c4080-eac7-49b3-a960-c946300b4eca
      creationTimestamp: 2026-11-23T08:47:47Z
      labels:
        component: apiserver
        provider: kubernetes
    spec:
      type: ClusterIP
      clusterIP: 10.96.0.1
      ports:
        - name: https
          protocol: TCP
          port: 443
          targetPort: 26443
    status:
      loadBalancer: {}
  - apiVersion: v1
    kind: Service
    metadata:
      name: prod
      namespace: default
      uid: 228a09a1-87f6-4277-ab7d-bfcc676beb13
      creationTimestamp: 2026-11-23T08:48:04Z
      labels:
        app: prod
    spec:
      type: ClusterIP
      clusterIP: 10.96.106.162
      selector:
        app: prod
      ports:
        - protocol: TCP
          port: 8080
          targetPort: 8080
    status:
      loadBalancer: {}
  - apiVersion: v1
    kind: Service
    metadata:
      name: ingress-controller-ingress-nginx-controller
      namespace: kube-system
      uid: ae1e26b9-3717-4598-bf16-6db3edc5a814
      creationTimestamp: 2026-11-23T08:48:03Z
      labels:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/name: ingress-nginx
    spec:
      type: LoadBalancer
      clusterIP: 10.96.56.247
      selector:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/name: ingress-nginx
      ports:
        - name: http
          protocol: TCP
          port: 80
          targetPort: http
          nodePort: 31250
        - name: https
          protocol: TCP
          port: 443
          targetPort: https
          nodePort: 32761
    status:
      loadBalancer:
        ingress:
          - ip: 198.51.100.0
  - apiVersion: v1
    kind: Service
    metadata:
      name: ingress-controller-ingress-nginx-controller-admission
      namespace: kube-system
      uid: 4d284c0d-3133-48ed-90d3-48c36723e8fe
      creationTimestamp: 2026-11-23T08:48:03Z
      labels:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/name: ingress-nginx
    spec:
      type: ClusterIP
      clusterIP: 10.96.117.12
      selector:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/name: ingress-nginx
      ports:
        - name: https-webhook
          protocol: TCP
          port: 443
          targetPort: webhook
    status:
      loadBalancer: {}
  - apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: dev-lfc9j
      generateName: dev-
      namespace: default
      uid: 50d69341-bc68-40a0-b176-e2837b32c856
      creationTimestamp: 2026-11-23T08:48:20Z
      labels:
        app: dev
        endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io
        kubernetes.io/service-name: dev
      annotations:
        endpoints.kubernetes.io/last-change-trigger-time: 2026-11-23T08:49:14Z
    addressType: IPv4
    endpoints:
      - addresses:
          - 10.244.0.5
        conditions:
          ready: true
          serving: true
          terminating: false
        targetRef:
          kind: Pod
          namespace: default
          name: dev-ff7f9cb55-246gp
          uid: 0d737fbd-973b-4cfa-863b-0a663c8fafe6
        nodeName: lab-node-1
      - addresses:
          - 10.244.0.4
        conditions:
          ready: true
          serving: true
          terminating: false
        targetRef:
          kind: Pod
          namespace: default
          name: dev-ff7f9cb55-rgwd7
          uid: be2d4095-6477-4fbe-a882-4fa8a8dbe1d2
        nodeName: lab-node-1
    ports:
      - name: ""
        protocol: TCP
        port: 8080
  - apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: prod-6h2bf
      generateName: prod-
      namespace: default
      uid: ab8d8d6c-d9b0-4380-8e57-5183736d98b4
      creationTimestamp: 2026-11-23T08:48:19Z
      labels:
        app: prod
        endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io
        kubernetes.io/service-name: prod
      annotations:
        endpoints.kubernetes.io/last-change-trigger-time: 2026-11-23T08:49:15Z
    addressType: IPv4
    endpoints:
      - addresses:
          - 10.244.0.2
        conditions:
          ready: true
          serving: true
          terminating: false
        targetRef:
          kind: Pod
          namespace: default
          name: prod-768df77b97-q922f
          uid: 58220d6f-4979-4aec-bf94-5116d840bcd4
        nodeName: lab-node-1
      - addresses:
          - 10.244.0.1
        conditions:
          ready: true
          serving: true
          terminating: false
        targetRef:
          kind: Pod
          namespace: default
          name: prod-768df77b97-lg6g9
          uid: 493a432d-30a9-4edf-b81f-b1efc7c267e5
        nodeName: lab-node-1
      - addresses:
          - 10.244.0.6
        conditions:
          ready: true
          serving: true
          terminating: false
        targetRef:
          kind: Pod
          namespace: default
          name: prod-768df77b97-g5qg4
          uid: 74acb93e-14c1-4df2-b87b-541e6012241e
        nodeName: lab-node-1
    ports:
      - name: ""
        protocol: TCP
        port: 8080
  - apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: ingress-controller-ingress-nginx-controller-9ftvx
      generateName: ingress-controller-ingress-nginx-controller-
      namespace: kube-system
      uid: 1e13befd-22b0-482d-9de6-23e33bf8d376
      creationTimestamp: 2026-11-23T08:48:24Z
      labels:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/name: ingress-nginx
        endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io
        kubernetes.io/service-name: ingress-controller-ingress-nginx-controller
      annotations:
        endpoints.kubernetes.io/last-change-trigger-time: 2026-11-23T08:49:15Z
    addressType: IPv4
    endpoints:
      - addresses:
          - 10.244.0.3
        conditions:
          ready: true
          serving: true
          terminating: false
        targetRef:
          kind: Pod
          namespace: kube-system
          name: ingress-controller-ingress-nginx-controller-68dbfcb676-plpcp
          uid: 729cb96f-1c55-4295-ad9c-f927b3400656
        nodeName: lab-node-1
      - addresses:
          - 10.244.0.7
        conditions:
          ready: true
          serving: true
          terminating: false
        targetRef:
          kind: Pod
          namespace: kube-system
          name: ingress-controller-ingress-nginx-controller-68dbfcb676-x4n8p
          uid: 299bd2bf-eee3-4371-ba4e-b0c18e71dd8e
        nodeName: lab-node-1
    ports:
      - name: https
        protocol: TCP
        port: 443
      - name: http
        protocol: TCP
        port: 80
  - apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: ingress-controller-ingress-nginx-controller-admission-mtx6d
      generateName: ingress-controller-ingress-nginx-controller-admission-
      namespace: kube-system
      uid: 92f62400-3ccf-48c9-9733-a24762250be4
      creationTimestamp: 2026-11-23T08:48:24Z
      labels:
        app.kubernetes.io/component: controller
        app.kubernetes.io/instance: ingress-controller
        app.kubernetes.io/name: ingress-nginx
        endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io
        kubernetes.io/service-name: ingress-controller-ingress-nginx-controller-admission
      annotations:
        endpoints.kubernetes.io/last-change-trigger-time: 2026-11-23T08:49:15Z
    addressType: IPv4
    endpoints:
      - addresses:
          - 10.244.0.3
        conditions:
          ready: true
          serving: true
          terminating: false
        targetRef:
          kind: Pod
          namespace: kube-system
          name: ingress-controller-ingress-nginx-controller-68dbfcb676-plpcp
          uid: 729cb96f-1c55-4295-ad9c-f927b3400656
        nodeName: lab-node-1
      - addresses:
          - 10.244.0.7
        conditions:
          ready: true
          serving: true
          terminating: false
        targetRef:
          kind: Pod
          namespace: kube-system
          name: ingress-controller-ingress-nginx-controller-68dbfcb676-x4n8p
          uid: 299bd2bf-eee3-4371-ba4e-b0c18e71dd8e
        nodeName: lab-node-1
    ports:
      - name: https-webhook
        protocol: TCP
        port: 8443
`
