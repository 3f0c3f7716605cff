package indexer

import (
	"context"
	"fmt"

	"segue/recommend/duplicate"
)

// signatureKind is the kind of stored signatures in [catalog.DerivedStore]. A signature is
// stored under its [duplicate.Input].
var signatureKind = fmt.Sprint("signature ", duplicate.EncodingVersion)

// signatures are signatures by their inputs.
type signatures map[duplicate.Input]*duplicate.Signature

// sign sets the signatures of the waiting changes. It computes and stores the signatures that the
// catalogue does not have.
func (r *catalogReader) sign(ctx context.Context) error {
	inputs := make([]duplicate.Input, len(r.waiting))
	for i, w := range r.waiting {
		inputs[i] = duplicate.InputOf(w.Episode)
	}
	stored, err := r.storedSignatures(ctx, inputs)
	if err != nil {
		return err
	}
	computed := signatures{}
	for i := range r.waiting {
		w, input := &r.waiting[i], inputs[i]
		if w.Signature = stored[input]; w.Signature == nil {
			w.Signature = duplicate.Sign(w.Episode)
			computed[input] = w.Signature
		}
	}
	return r.storeSignatures(ctx, computed)
}

// storedSignatures returns the stored signatures of inputs. It leaves out damaged ones;
// storing them again repairs them.
func (x *modelIndex) storedSignatures(ctx context.Context, inputs []duplicate.Input) (signatures, error) {
	keys := make([][32]byte, len(inputs))
	for i, input := range inputs {
		keys[i] = input
	}
	values, err := x.catalog.Derived(ctx, signatureKind, keys)
	if err != nil {
		return nil, err
	}
	found := make(signatures, len(values))
	for input, value := range values {
		s := new(duplicate.Signature)
		if s.UnmarshalBinary(value) == nil && s.Of(input) {
			found[input] = s
		}
	}
	return found, nil
}

// storeSignatures stores computed signatures.
func (r *catalogReader) storeSignatures(ctx context.Context, computed signatures) error {
	values := make(map[[32]byte][]byte, len(computed))
	for input, s := range computed {
		value, err := s.MarshalBinary()
		if err != nil {
			return err
		}
		values[input] = value
	}
	return r.storeDerived(ctx, signatureKind, values)
}

// storeDerived stores computed values of a kind. A failure is reported once and costs only time,
// because the next start computes them again. After it, this read stores no more: if another
// process is writing, each attempt waits.
func (r *catalogReader) storeDerived(ctx context.Context, kind string, values map[[32]byte][]byte) error {
	if len(values) == 0 || r.cannotStore {
		return nil
	}
	err := r.catalog.SaveDerived(ctx, kind, values)
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	r.cannotStore = true
	if err.Error() != r.storeFailure {
		r.storeFailure = err.Error()
		r.ignored(fmt.Errorf("computed signatures and key phrases of episodes are not stored: %w", err))
	}
	return nil
}
