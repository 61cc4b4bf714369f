package kernel

import "unsafe"

// pack lays weights out for a kernel that computes panel outputs at once and
// takes group inputs at a time: panel after panel, for each group of inputs
// the group's weights of every output.
func pack[T int8 | int16](w []int8, outputs, inputs, panel, group int) []byte {
	packed := make([]T, len(w))
	for o := range outputs {
		to := packed[o/panel*panel*inputs+o%panel*group:]
		row := w[o*inputs:][:inputs]
		for i := 0; i < inputs; i += group {
			for k, v := range row[i : i+group] {
				to[k] = T(v)
			}
			to = to[min(len(to), panel*group):]
		}
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(packed))), len(packed)*int(unsafe.Sizeof(packed[0])))
}

// packer is pack for a kernel.
func packer[T int8 | int16](panel, group int) func([]int8, int, int) []byte {
	return func(w []int8, outputs, inputs int) []byte { return pack[T](w, outputs, inputs, panel, group) }
}
