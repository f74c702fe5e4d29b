// Command compose loads a compose file as `docker compose config` does: against the schema, with variables put in,
// and what services name looked up. It prints the services that each set of profiles starts.
package main

import (
	"context"
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
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

func fail(reason string) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}
