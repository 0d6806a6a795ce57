#!/usr/bin/env node
// What kubectl asks for completions: the same program, which knows by the name of this file what is wanted.
require('./kubectl-tkng.cjs')
