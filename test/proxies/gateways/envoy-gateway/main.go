// Runs the two translators of Envoy Gateway, whose packages are its own: this file is built within its source.
//
//	mkdir cmd/translate && cp …/test/proxies/gateways/envoy-gateway/main.go cmd/translate && go build ./cmd/translate
//
// In: a list of objects as JSON. Out: {"xds": {"NAMESPACE/GATEWAY": {"listeners": […], "routes": […], …}}, "resources": {…}},
// where the resources hold the objects with what it writes into their status.
package main

import (
	"context"
	"encoding/json"
	"io"
	"os"

	resourcev3 "github.com/envoyproxy/go-control-plane/pkg/resource/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	gwapiv1 "sigs.k8s.io/gateway-api/apis/v1"

	egv1a1 "github.com/envoyproxy/gateway/api/v1alpha1"
	"github.com/envoyproxy/gateway/internal/gatewayapi"
	"github.com/envoyproxy/gateway/internal/gatewayapi/resource"
	"github.com/envoyproxy/gateway/internal/logging"
	"github.com/envoyproxy/gateway/internal/xds/translator"
)

func into[T any](list *[]*T) func([]byte) {
	return func(object []byte) {
		read := new(T)
		must(json.Unmarshal(object, read))
		*list = append(*list, read)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func read(objects []json.RawMessage) *resource.Resources {
	all := resource.NewResources()
	kinds := map[string]func([]byte){
		"GatewayClass": func(object []byte) {
			all.GatewayClass = &gwapiv1.GatewayClass{}
			must(json.Unmarshal(object, all.GatewayClass))
		},
		"Gateway":          into(&all.Gateways),
		"ListenerSet":      into(&all.ListenerSets),
		"HTTPRoute":        into(&all.HTTPRoutes),
		"GRPCRoute":        into(&all.GRPCRoutes),
		"TLSRoute":         into(&all.TLSRoutes),
		"TCPRoute":         into(&all.TCPRoutes),
		"UDPRoute":         into(&all.UDPRoutes),
		"ReferenceGrant":   into(&all.ReferenceGrants),
		"Namespace":        into(&all.Namespaces),
		"Service":          into(&all.Services),
		"EndpointSlice":    into(&all.EndpointSlices),
		"Secret":           into(&all.Secrets),
		"ConfigMap":        into(&all.ConfigMaps),
		"BackendTLSPolicy": into(&all.BackendTLSPolicies),
		"Backend":          into(&all.Backends),
		"SecurityPolicy":   into(&all.SecurityPolicies),
		"HTTPRouteFilter":  into(&all.HTTPRouteFilters),
	}
	for _, object := range objects {
		var head struct{ Kind string }
		must(json.Unmarshal(object, &head))
		kinds[head.Kind](object)
	}
	all.Sort()
	return all
}

func main() {
	in, err := io.ReadAll(os.Stdin)
	must(err)
	var objects []json.RawMessage
	must(json.Unmarshal(in, &objects))
	all := read(objects)
	log := logging.DefaultLogger(io.Discard, egv1a1.LogLevelInfo)
	made, _ := (&gatewayapi.Translator{
		GatewayControllerName: string(all.GatewayClass.Spec.ControllerName),
		GatewayClassName:      gwapiv1.ObjectName(all.GatewayClass.Name),
		ControllerNamespace:   "envoy-gateway-system",
		BackendEnabled:        true,
		Logger:                log,
	}).Translate(context.Background(), all)
	xds := map[string]any{}
	for gateway, ir := range made.XdsIR {
		// What it refuses of a Gateway is missing in what it makes, and the rest of it is there.
		table, err := (&translator.Translator{Logger: log}).Translate(context.Background(), ir)
		if table == nil {
			must(err)
		}
		resources := map[string][]json.RawMessage{}
		for name, kind := range map[string]string{
			"listeners": resourcev3.ListenerType, "routes": resourcev3.RouteType, "clusters": resourcev3.ClusterType,
			"endpoints": resourcev3.EndpointType, "secrets": resourcev3.SecretType,
		} {
			resources[name] = []json.RawMessage{}
			for _, one := range table.XdsResources[kind] {
				text, err := protojson.Marshal(one.(proto.Message))
				must(err)
				resources[name] = append(resources[name], text)
			}
		}
		xds[gateway] = resources
	}
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{"xds": xds, "resources": made.Resources}))
}
