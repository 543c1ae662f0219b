// Package basket counts cherries.
package basket

import (
	"errors"
	"fmt"
	"sync"
)

const most = 0x40

// ErrFull says that no cherry fits in any more.
var ErrFull = errors.New("the basket is full")

type Basket struct {
	mutex    sync.Mutex
	cherries map[string]float64
}

/* Add puts cherries of a kind into the basket. */
func (b *Basket) Add(kind string, grams float64) (err error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.cherries) >= most {
		return ErrFull
	}
	if b.cherries == nil {
		b.cherries = make(map[string]float64)
	}
	b.cherries[kind] += grams * 1.0e-3
	return nil
}

func (b *Basket) String() string {
	sum := 0.0
	for _, grams := range b.cherries {
		sum += grams
	}
	return fmt.Sprintf("%d kinds,\t%.1f kg%c", len(b.cherries), sum, '\n')
}
