package minilm_test

import (
	"context"
	"fmt"

	"segue/embed/minilm"
)

func Example() {
	model, err := minilm.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	vectors, err := model.Embed(context.Background(), []string{
		"How does a bank keep its ledger consistent?",
		"Payments that survive the failure of a database",
		"A recipe for bread with rye flour",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("numbers in a vector:", len(vectors[0]))
	fmt.Println("payments are more similar than bread:", cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]))
	// Output:
	// numbers in a vector: 384
	// payments are more similar than bread: true
}

// cosine returns the product of two vectors of length 1.
func cosine(a, b []float32) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
