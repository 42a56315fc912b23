// Get-Verb: the verbs that names of commands begin with.

import type { CmdletDefinition } from "../../engine/index.js";
import { PSObject, Shape } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import { matchesAny } from "../shared/wildcards.js";

// Verb and the prefix of its aliases, group by group.
const VERBS: Readonly<Record<string, string>> = {
  Common:
    "Add a, Clear cl, Close cs, Copy cp, Enter et, Exit ex, Find fd, Format f, Get g, Hide h, Join j, Lock lk, Move m, New n, Open op, Optimize om, Pop pop, Push pu, Redo re, Remove r, Rename rn, Reset rs, Resize rz, Search sr, Select sc, Set s, Show sh, Skip sk, Split sl, Step st, Switch sw, Undo un, Unlock uk, Watch wc",
  Communications: "Connect cc, Disconnect dc, Read rd, Receive rc, Send sd, Write wr",
  Data: "Backup ba, Checkpoint ch, Compare cr, Compress cm, Convert cv, ConvertFrom cf, ConvertTo ct, Dismount dm, Edit ed, Expand en, Export ep, Group gp, Import ip, Initialize in, Limit l, Merge mg, Mount mt, Out o, Publish pb, Restore rr, Save sv, Sync sy, Unpublish ub, Update ud",
  Diagnostic: "Debug db, Measure ms, Ping pi, Repair rp, Resolve rv, Test t, Trace tr",
  Lifecycle:
    "Approve ap, Assert as, Build bd, Complete cmp, Confirm cn, Deny dn, Deploy dp, Disable d, Enable e, Install is, Invoke i, Register rg, Request rq, Restart rt, Resume ru, Start sa, Stop sp, Submit sb, Suspend ss, Uninstall us, Unregister ur, Wait w",
  Other: "Use u",
  Security: "Block bl, Grant gr, Protect pt, Revoke rk, Unblock ul, Unprotect up",
};

const SHAPE = Shape.of(["Verb", "AliasPrefix", "Group", "Description"]);

export const getVerb: CmdletDefinition = {
  name: "Get-Verb",
  module: UTILITY,
  synopsis: "Gets approved PowerShell verbs.",
  parameters: {
    Verb: { type: "string[]", position: 0, fromPipeline: true, help: "Verbs or patterns." },
    Group: {
      type: "string[]",
      position: 1,
      fromPipelineByPropertyName: true,
      validate: [{ kind: "Set", values: Object.keys(VERBS), ignoreCase: true }],
    },
  },
  outputTypes: ["System.Management.Automation.VerbInfo"],
  examples: [{ code: "(Get-Verb -Group Other).Verb", output: "Use" }],
  run: (context) => ({
    process() {
      const { bound } = context;
      for (const [group, verbs] of Object.entries(VERBS)) {
        if (!matchesAny(context, group, bound["Group"])) continue;
        for (const entry of verbs.split(", ")) {
          const [verb = "", prefix = ""] = entry.split(" ");
          if (!matchesAny(context, verb, bound["Verb"])) continue;
          context.write(
            new PSObject(
              undefined,
              SHAPE,
              [verb, prefix, group, ""],
              ["System.Management.Automation.VerbInfo", "System.Object"],
            ),
          );
        }
      }
    },
  }),
};
