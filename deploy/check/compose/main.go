// Command compose loads a compose file as `docker compose config` does: against the schema, with variables put in,
// and what services name looked up. It prints the services that each set of profiles starts, of which no two may publish
// the same port, and of which it can be told whether they are well; what stands behind the balancer believes that one alone,
// whose address nobody else is given.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"sort"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

func main() {
	if len(os.Args) < 2 {
		fail("usage: compose <file> [profiles ...]")
	}
	for _, profiles := range append([]string{""}, os.Args[2:]...) {
		options, err := cli.NewProjectOptions(
			os.Args[1:2],
			cli.WithOsEnv,
			cli.WithProfiles(strings.Fields(strings.ReplaceAll(profiles, ",", " "))),
			cli.WithName("tracewright"),
			cli.WithInterpolation(true),
			cli.WithNormalization(true),
			cli.WithConsistency(true),
		)
		if err != nil {
			fail(err.Error())
		}
		project, err := options.LoadProject(context.Background())
		if err != nil {
			fail(err.Error())
		}
		for _, fault := range faults(project) {
			fail(fmt.Sprintf("%q: %s", profiles, fault))
		}
		names := project.ServiceNames()
		sort.Strings(names)
		fmt.Printf("%q starts %s\n", profiles, strings.Join(names, ", "))
		for _, config := range project.Configs {
			if _, err := os.Stat(config.File); config.File != "" && err != nil {
				fail(err.Error())
			}
		}
	}
}

func faults(project *types.Project) []string {
	var found []string
	published := map[string]string{}
	for _, name := range project.ServiceNames() {
		service := project.Services[name]
		for _, port := range service.Ports {
			address := port.HostIP + ":" + port.Published
			if other, isTaken := published[address]; isTaken {
				found = append(found, fmt.Sprintf("%s and %s both publish %s", other, name, address))
			}
			published[address] = name
		}
		// An image that is built here says itself how it is asked; what ends is waited for.
		stays := service.Restart != ""
		if stays && service.Build == nil && service.HealthCheck == nil && !isAsked(project, name) {
			found = append(found, name+" has no health check")
		}
	}
	return append(found, distrusted(project)...)
}

// isAsked tells whether the service that waits until all is ready asks for this one.
func isAsked(project *types.Project, name string) bool {
	for _, word := range project.Services["ready"].Command {
		if strings.Contains(word, "//"+name+":") || strings.Contains(word, " "+name+" ") {
			return true
		}
	}
	return false
}

// distrusted finds what stands behind the balancer and does not believe what that one says of where requests come from.
func distrusted(project *types.Project) []string {
	var found []string
	balancer, isThere := project.Services["balancer"]
	if !isThere {
		return found
	}
	between := balancer.Networks["balanced"]
	if between != nil && isGivenToOthers(project, between.Ipv4Address) {
		found = append(found, "whoever starts before the balancer may be given its address")
	}
	for name := range balancer.DependsOn {
		proxies := project.Services[name].Environment["TRACEWRIGHT_TRUSTED_PROXIES"]
		if between == nil || proxies == nil || *proxies != between.Ipv4Address {
			found = append(found, name+" does not know the balancer")
		}
	}
	return found
}

// isGivenToOthers tells whether containers that name no address may get this one: they get the first that is free.
func isGivenToOthers(project *types.Project, address string) bool {
	own := net.ParseIP(address)
	for _, pool := range project.Networks["balanced"].Ipam.Config {
		_, given, err := net.ParseCIDR(pool.IPRange)
		if err != nil || given.Contains(own) || own.Equal(net.ParseIP(pool.Gateway)) {
			return true
		}
	}
	return false
}

func fail(reason string) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}
